import { command } from "../../command.ts";
import { integerOr } from "../../parameters.ts";

export default command({
  does: "List concurrency limits on tags.",
  options: { limit: integerOr("Limits to list at most.", 15), offset: integerOr("Limits to leave out at the beginning.", 0) },
  json: true,
  async run({ connect, say }, { limit, offset }) {
    const client = await connect();
    const limits = await client.concurrencyLimits.listForTags({ body: { limit, offset } });
    if (limits.length === 0) say.line("No concurrency limits found.");
    else {
      say.table({
        columns: [
          { header: "Tag", colour: "green" },
          { header: "ID", colour: "cyan", whole: true },
          { header: "Limit", colour: "blue" },
          { header: "Active", colour: "magenta" },
        ],
        rows: limits.map(({ tag, id, concurrency_limit, active_slots }) => [
          tag,
          id,
          String(concurrency_limit),
          String(active_slots.length),
        ]),
      });
    }
    return limits;
  },
});
