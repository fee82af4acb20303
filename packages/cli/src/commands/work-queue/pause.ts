import { command } from "../../command.ts";
import { getQueue, poolOption, queueArgument, sayQueue } from "./find-queue.ts";

export default command({
  does: "Pause a work queue: workers get no more runs of it.",
  takes: { name: queueArgument },
  options: { pool: poolOption },
  async run({ ask, connect, say }, { name, pool }) {
    if (pool === undefined) await ask.insist(`You named no work pool. Pause the queue "${name}" of default-agent-pool?`);
    const client = await connect();
    const { id } = await getQueue(client, { name, pool });
    await client.workQueues.update({ id, body: { is_paused: true } });
    say.done(`Paused ${sayQueue({ name, pool })}.`);
  },
});
