import { command } from "../../command.ts";
import { sayDueRuns } from "../work-pool/due-runs.ts";
import { getQueue, poolOption, queueArgument, sayQueue } from "./find-queue.ts";

export default command({
  does: "Read the runs that are due in a queue, as an agent does.",
  details: "The queue counts as polled afterwards.",
  takes: { name: queueArgument },
  options: { pool: poolOption },
  async run(context, { name, pool }) {
    const client = await context.connect();
    const { id } = await getQueue(client, { name, pool });
    const runs = await client.polling.listQueuedFlowRuns({ id });
    context.say.done(`Read ${runs.length} ${runs.length === 1 ? "run" : "runs"} of ${sayQueue({ name, pool })}.`);
    if (runs.length > 0) sayDueRuns(context, runs);
  },
});
