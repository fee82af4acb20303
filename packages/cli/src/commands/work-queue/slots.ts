import type { Client } from "@millrace/client";
import type { WorkQueueConcurrency } from "@millrace/contract";
import { command } from "../../command.ts";
import { sayHolders, saySlots } from "../work-pool/slot-holders.ts";
import { getQueue, poolOption, queueArgument } from "./find-queue.ts";

/** The queue's slots with the runs of all pages. */
const getAllPages = async (client: Client, id: string): Promise<WorkQueueConcurrency> => {
  const read = (page: number) => client.workQueues.getConcurrency({ id, body: { page } });
  const first = await read(1);
  const flow_runs = [...first.flow_runs];
  for (let page = 2; page <= first.pages; page += 1) flow_runs.push(...(await read(page)).flow_runs);
  return { ...first, flow_runs, count: flow_runs.length, limit: flow_runs.length, pages: 1, page: 1 };
};

export default command({
  does: "Show which runs take the slots of a work queue.",
  takes: { name: queueArgument },
  options: { pool: poolOption },
  json: true,
  async run({ connect, say }, { name, pool }) {
    const client = await connect();
    const { id } = await getQueue(client, { name, pool });
    const status = await getAllPages(client, id);
    saySlots(say, status);
    sayHolders(
      say,
      status.flow_runs.map((run) => ({ run })),
    );
    return status;
  },
});
