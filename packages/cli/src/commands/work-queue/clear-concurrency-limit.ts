import { command } from "../../command.ts";
import { getQueue, poolOption, queueArgument, sayQueue } from "./find-queue.ts";

export default command({
  does: "Remove the concurrency limit of a work queue.",
  takes: { name: queueArgument },
  options: { pool: poolOption },
  async run({ connect, say }, { name, pool }) {
    const client = await connect();
    const { id } = await getQueue(client, { name, pool });
    await client.workQueues.update({ id, body: { concurrency_limit: null } });
    say.done(`Removed the concurrency limit of ${sayQueue({ name, pool })}.`);
  },
});
