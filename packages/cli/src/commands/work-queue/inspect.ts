import { command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { getQueue, poolOption, queueArgument } from "./find-queue.ts";

export default command({
  does: "Show everything about a work queue, its health included.",
  takes: { name: queueArgument },
  options: { pool: poolOption },
  json: true,
  async run({ connect, say }, { name, pool }) {
    const client = await connect();
    const queue = await getQueue(client, { name, pool });
    const shown = { ...queue, status_details: await client.workQueues.getHealth({ id: queue.id }) };
    sayObject(say, shown);
    return shown;
  },
});
