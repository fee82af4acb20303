import { command } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";
import { noTagLimit } from "./missing-tag.ts";

export default command({
  does: "Delete the concurrency limit on a tag.",
  takes: { tag: text("The tag.") },
  async run({ ask, connect, say }, { tag }) {
    const client = await connect();
    await orMissing(client.concurrencyLimits.getForTag({ tag }), noTagLimit(tag));
    await ask.confirm(`Delete the concurrency limit on the tag "${tag}"?`);
    await orMissing(client.concurrencyLimits.deleteForTag({ tag }), noTagLimit(tag));
    say.done(`Deleted the concurrency limit on the tag ${tag}.`);
  },
});
