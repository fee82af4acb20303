import { command } from "../../command.ts";
import { sayInstant } from "../../output/times.ts";
import { integerOr } from "../../parameters.ts";

export default command({
  does: "List flows, newest first.",
  options: { limit: integerOr("Flows to list at most.", 15) },
  json: true,
  async run({ connect, say }, { limit }) {
    const client = await connect();
    const flows = await client.flows.list({ body: { limit, sort: "CREATED_DESC" } });
    if (flows.length === 0) say.line("No flows found.");
    else {
      say.table({
        columns: [
          { header: "ID", colour: "cyan", whole: true },
          { header: "Name", colour: "green" },
          { header: "Created (UTC)", whole: true },
        ],
        rows: flows.map(({ id, name, created }) => [id, name, sayInstant(created)]),
      });
    }
    return flows;
  },
});
