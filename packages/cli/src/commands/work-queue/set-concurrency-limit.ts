import { command } from "../../command.ts";
import { integer } from "../../parameters.ts";
import { getQueue, poolOption, queueArgument, sayQueue } from "./find-queue.ts";

export default command({
  does: "Limit how many runs of a work queue are under way at once.",
  takes: { name: queueArgument, limit: integer("Runs at most; 0 lets none start.") },
  options: { pool: poolOption },
  async run({ connect, say }, { name, pool, limit }) {
    const client = await connect();
    const { id } = await getQueue(client, { name, pool });
    await client.workQueues.update({ id, body: { concurrency_limit: limit } });
    say.done(`Set the concurrency limit of ${sayQueue({ name, pool })} to ${limit}.`);
  },
});
