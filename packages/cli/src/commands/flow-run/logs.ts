import { command } from "../../command.ts";
import { noFlowRun, orMissing } from "../../missing.ts";
import { id } from "../../parameters.ts";
import { checkLogOptions, logOptions, showLogs } from "../../run-logs.ts";

export default command({
  does: "Show the log of a flow run.",
  takes: { id: id("Id of the flow run.") },
  options: logOptions,
  json: true,
  async run({ connect, say }, { id: runId, ...wanted }) {
    checkLogOptions(wanted);
    const client = await connect();
    const run = await orMissing(client.flowRuns.get({ id: runId }), noFlowRun(runId));
    return showLogs(client, say, { filter: { flow_run_id: { any_: [runId] } }, subject: `Flow run '${run.name}'`, ...wanted });
  },
});
