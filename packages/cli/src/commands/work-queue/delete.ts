import { command } from "../../command.ts";
import { getQueue, poolOption, queueArgument, sayQueue } from "./find-queue.ts";

export default command({
  does: "Delete a work queue.",
  takes: { name: queueArgument },
  options: { pool: poolOption },
  async run({ ask, connect, say }, { name, pool }) {
    const client = await connect();
    const { id } = await getQueue(client, { name, pool });
    await ask.confirm(`Delete ${sayQueue({ name, pool })}?`);
    await client.workQueues.delete({ id });
    say.done(`Deleted ${sayQueue({ name, pool })}.`);
  },
});
