import { command } from "../../command.ts";
import { sayInstant } from "../../output/times.ts";
import { listAll } from "../../pages.ts";
import { optional } from "../../parameters.ts";
import { deploymentArgument, getDeploymentByName } from "../deployment/find-deployment.ts";
import { sayProgress } from "./say-backfill.ts";

export default command({
  does: "List backfills, the newest first.",
  takes: { deploymentName: optional(deploymentArgument) },
  json: true,
  async run({ connect, say }, { deploymentName }) {
    const client = await connect();
    const deployment = deploymentName === undefined ? undefined : await getDeploymentByName(client, deploymentName);
    const filter = deployment === undefined ? {} : { deployments: { any_: [deployment.id] } };
    const backfills = await listAll((offset) => client.backfills.list({ body: { ...filter, offset } }));
    if (backfills.length === 0) say.line("No backfills found.");
    else {
      say.table({
        columns: [
          { header: "ID", colour: "cyan", whole: true },
          { header: "State", colour: "blue" },
          { header: "From" },
          { header: "To" },
          { header: "Progress", colour: "green" },
        ],
        rows: backfills.map((each) => [each.id, each.state, sayInstant(each.start_time), sayInstant(each.end_time), sayProgress(each)]),
      });
    }
    return backfills;
  },
});
