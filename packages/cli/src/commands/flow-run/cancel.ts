import { CommandError, command } from "../../command.ts";
import { noFlowRun, orMissing } from "../../missing.ts";
import { id } from "../../parameters.ts";

export default command({
  does: "Cancel a flow run.",
  details: "Whatever runs it is told to stop. A run that nothing works on yet is cancelled at once.",
  takes: { id: id("Id of the flow run.") },
  async run({ connect, say }, { id: runId }) {
    const client = await connect();
    const { status, details, state } = await orMissing(
      client.flowRuns.setState({ id: runId, body: { state: { type: "CANCELLING", name: "Cancelling" } } }),
      noFlowRun(runId),
    );
    if (status === "ABORT") throw new CommandError(`Flow run "${runId}" was not cancelled: ${details.reason ?? "the server refused"}`);
    if (state?.type === "CANCELLED") say.done(`Flow run ${runId} is cancelled.`);
    else say.done(`Flow run ${runId} is being cancelled.`, `Follow it with: millrace flow-run inspect ${runId}`);
  },
});
