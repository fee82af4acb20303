import { CommandError, command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { integerOr, optional, text } from "../../parameters.ts";
import { inHours, sayDueRuns } from "./due-runs.ts";

export default command({
  does: "Show the runs that wait for a worker of a pool.",
  takes: { name: optional(text("Name of the pool.")) },
  options: { hours: integerOr("Hours to look ahead.", 1, { short: "h" }) },
  json: true,
  async run(context, { name, hours }) {
    if (name === undefined) throw new CommandError("Name the work pool. List them with: millrace work-pool ls");
    const client = await context.connect();
    const due = await orMissing(
      client.polling.listDueFlowRuns({ name, body: { scheduled_before: inHours(context.host.now(), hours) } }),
      noWorkPool(name),
    );
    return sayDueRuns(
      context,
      due.map(({ flow_run }) => flow_run),
    );
  },
});
