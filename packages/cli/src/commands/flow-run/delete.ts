import { command } from "../../command.ts";
import { noFlowRun, orMissing } from "../../missing.ts";
import { id } from "../../parameters.ts";

export default command({
  does: "Delete a flow run and all that belongs to it.",
  takes: { id: id("Id of the flow run.") },
  async run({ ask, connect, say }, { id: runId }) {
    const client = await connect();
    const run = await orMissing(client.flowRuns.get({ id: runId }), noFlowRun(runId));
    await ask.confirm(`Delete the flow run "${run.name}" (${run.id})?`);
    await orMissing(client.flowRuns.delete({ id: runId }), noFlowRun(runId));
    say.done(`Deleted flow run ${run.name} (${run.id}).`);
  },
});
