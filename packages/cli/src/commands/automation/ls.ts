import { command } from "../../command.ts";
import { listAll } from "../../pages.ts";
import { sayActions, sayTrigger } from "./say-automation.ts";

export default command({
  does: "List automations.",
  json: true,
  async run({ connect, say }) {
    const client = await connect();
    const automations = await listAll((offset) => client.automations.list({ body: { offset } }));
    if (automations.length === 0) say.line("No automations found.");
    else {
      say.table({
        columns: [
          { header: "Name", colour: "bold" },
          { header: "ID", colour: "cyan", whole: true },
          { header: "Enabled", whole: true },
          { header: "Trigger" },
          { header: "Actions", colour: "blue" },
        ],
        rows: automations.map((automation) => [
          automation.name,
          automation.id,
          automation.enabled ? "yes" : "no",
          sayTrigger({ ...automation.trigger }),
          sayActions(automation),
        ]),
      });
    }
    return automations;
  },
});
