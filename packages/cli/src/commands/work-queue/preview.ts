import { command } from "../../command.ts";
import { integerOr } from "../../parameters.ts";
import { inHours, sayDueRuns } from "../work-pool/due-runs.ts";
import { getQueue, poolOption, queueArgument } from "./find-queue.ts";

const fewRuns = 10;

export default command({
  does: "Show the runs that wait for a worker of a queue.",
  takes: { name: queueArgument },
  options: { hours: integerOr("Hours to look ahead.", 1, { short: "h" }), pool: poolOption },
  json: true,
  async run(context, { name, hours, pool }) {
    const client = await context.connect();
    const queue = await getQueue(client, { name, pool });
    const scheduled_before = inHours(context.host.now(), hours);
    if (pool === undefined) {
      return sayDueRuns(context, await client.polling.listQueuedFlowRuns({ id: queue.id, body: { limit: fewRuns, scheduled_before } }));
    }
    const body = { work_queue_names: [queue.name], scheduled_before };
    const due = await client.polling.listDueFlowRuns({ name: pool, body });
    return sayDueRuns(
      context,
      due.map(({ flow_run }) => flow_run),
    );
  },
});
