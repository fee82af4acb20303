import { command } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { sayInstant } from "../../output/times.ts";
import { text } from "../../parameters.ts";
import { noTagLimit } from "./missing-tag.ts";

export default command({
  does: "Show the concurrency limit on a tag and the task runs that take its slots.",
  takes: { tag: text("The tag.") },
  json: true,
  async run({ connect, say }, { tag }) {
    const client = await connect();
    const limit = await orMissing(client.concurrencyLimits.getForTag({ tag }), noTagLimit(tag));
    say.pairs([
      ["Tag", limit.tag],
      ["ID", limit.id],
      ["Concurrency limit", String(limit.concurrency_limit)],
      ["Created", `${sayInstant(limit.created)} UTC`],
      ["Updated", `${sayInstant(limit.updated)} UTC`],
    ]);
    if (limit.active_slots.length === 0) say.line("No task runs take slots.");
    else {
      say.table({
        columns: [{ header: "Active Task Run IDs", colour: "cyan", whole: true }],
        rows: limit.active_slots.map((id) => [id]),
      });
    }
    return limit;
  },
});
