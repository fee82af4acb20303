import { command } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";
import { noTagLimit } from "./missing-tag.ts";

export default command({
  does: "Take all slots of the limit on a tag back.",
  takes: { tag: text("The tag.") },
  async run({ connect, say }, { tag }) {
    const client = await connect();
    await orMissing(client.concurrencyLimits.resetForTag({ tag }), noTagLimit(tag));
    say.done(`Reset the concurrency limit on the tag ${tag}.`);
  },
});
