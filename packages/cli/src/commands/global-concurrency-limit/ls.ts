import { command } from "../../command.ts";
import { listAll } from "../../pages.ts";

export default command({
  does: "List global concurrency limits.",
  details: "Limits on tags are named tag:<tag>, those of deployments deployment:<id>.",
  json: true,
  async run({ connect, say }) {
    const client = await connect();
    const limits = await listAll((offset) => client.concurrencyLimits.list({ body: { offset } }));
    if (limits.length === 0) say.line("No global concurrency limits found.");
    else {
      say.table({
        columns: [
          { header: "Name", colour: "green" },
          { header: "ID", colour: "cyan", whole: true },
          { header: "Active" },
          { header: "Limit", colour: "blue" },
          { header: "Slots", colour: "magenta" },
          { header: "Decay/s" },
        ],
        rows: limits.map((limit) => [
          limit.name,
          limit.id,
          limit.active ? "yes" : "no",
          String(limit.limit),
          String(limit.active_slots),
          String(limit.slot_decay_per_second),
        ]),
      });
    }
    return limits;
  },
});
