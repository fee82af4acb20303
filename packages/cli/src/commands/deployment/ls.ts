import { type Deployment, toMicros } from "@millrace/contract";
import { command } from "../../command.ts";
import { listAll } from "../../pages.ts";
import { flag, many, text } from "../../parameters.ts";

export default command({
  does: "List deployments.",
  takes: { flowName: many(text("Only deployments of this flow.")) },
  options: { byCreated: flag("Newest first, instead of by name.") },
  json: true,
  async run({ connect, say }, { flowName, byCreated }) {
    const client = await connect();
    const filter = flowName.length > 0 ? { flows: { name: { any_: flowName } } } : {};
    const deployments = await listAll((offset) => client.deployments.list({ body: { ...filter, offset } }));
    const flowIds = [...new Set(deployments.map(({ flow_id }) => flow_id))];
    const flows = await listAll((offset) => client.flows.list({ body: { flows: { id: { any_: flowIds } }, offset } }));
    const flowNames = new Map(flows.map(({ id, name }) => [id, name]));
    const nameOf = ({ flow_id, name }: Deployment): string => `${flowNames.get(flow_id) ?? "?"}/${name}`;
    const sorted = [...deployments].sort((one, other) =>
      byCreated ? toMicros(other.created) - toMicros(one.created) : nameOf(one) < nameOf(other) ? -1 : 1,
    );
    if (sorted.length === 0) say.line("No deployments found.");
    else {
      say.table({
        columns: [
          { header: "Name", colour: "blue" },
          { header: "ID", colour: "cyan", whole: true },
          { header: "Work Pool", colour: "green" },
        ],
        rows: sorted.map((deployment) => [nameOf(deployment), deployment.id, deployment.work_pool_name ?? ""]),
      });
    }
    return sorted;
  },
});
