import { command } from "../../command.ts";
import { getQueue, poolOption, queueArgument, sayQueue } from "./find-queue.ts";

export default command({
  does: "Resume a paused work queue.",
  takes: { name: queueArgument },
  options: { pool: poolOption },
  async run({ connect, say }, { name, pool }) {
    const client = await connect();
    const { id } = await getQueue(client, { name, pool });
    await client.workQueues.update({ id, body: { is_paused: false } });
    say.done(`Resumed ${sayQueue({ name, pool })}.`);
  },
});
