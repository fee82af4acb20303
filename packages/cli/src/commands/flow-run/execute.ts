import { CommandError, command } from "../../command.ts";
import { enterProfile } from "../../enter-profile.ts";
import { id, optional } from "../../parameters.ts";

export default command({
  does: "Carry out a flow run in this process. Workers do that; people rarely need to.",
  details: "The run is the one named, or the one of PREFECT__FLOW_RUN_ID.",
  takes: { id: optional(id("Id of the flow run.")) },
  async run(context, { id: runId }) {
    const { host } = context;
    if ((runId ?? host.env.PREFECT__FLOW_RUN_ID ?? "") === "")
      throw new CommandError("No flow run is named. Give its id, or set PREFECT__FLOW_RUN_ID.");
    enterProfile(context);
    const { executeFlowRun } = await import("@millrace/sdk");
    // What a flow left open, such as a timer, must not keep the process from ending.
    process.exit(await executeFlowRun(runId));
  },
});
