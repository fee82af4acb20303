import { isTerminal } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { noFlowRun, orMissing } from "../../missing.ts";
import { id, integer } from "../../parameters.ts";
import { watchRun } from "../../watch-run.ts";

export default command({
  does: "Follow a flow run, its log included, until it has ended.",
  details: "Exit code 0 only if it completed.",
  takes: { id: id("Id of the flow run.") },
  options: { timeout: integer("Seconds to watch at most.") },
  async run(context, { id: runId, timeout }) {
    const client = await context.connect();
    const run = await orMissing(client.flowRuns.get({ id: runId }), noFlowRun(runId));
    if (isTerminal(run.state_type)) {
      context.say.line(`The flow run has ended already, as ${run.state_name}.`);
      return;
    }
    const ended = await watchRun(client, context, { run, timeout });
    if (ended.state_type !== "COMPLETED") throw new CommandError(`The flow run ended as ${ended.state_name}.`);
    context.say.done(`The flow run ended as ${ended.state_name}.`);
  },
});
