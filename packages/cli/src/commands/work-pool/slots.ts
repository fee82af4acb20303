import type { Client } from "@millrace/client";
import type { WorkPoolConcurrency } from "@millrace/contract";
import { command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";
import { sayHolders, saySlots } from "./slot-holders.ts";

const runsPerQueue = 200;
type QueueSlots = WorkPoolConcurrency["queues"][number];

/** The pool's slots with the queues of all pages. */
const getAllPages = async (client: Client, name: string): Promise<WorkPoolConcurrency> => {
  const read = (page: number) => client.workPools.getConcurrency({ name, body: { page, flow_run_limit: runsPerQueue } });
  const first = await read(1);
  const queues = [...first.queues];
  for (let page = 2; page <= first.pages; page += 1) queues.push(...(await read(page)).queues);
  return { ...first, queues, count: queues.length, limit: queues.length, pages: 1, page: 1 };
};

/** Runs of a queue that the server left out of its answer. */
const cutOff = ({ flow_runs, flow_run_count }: QueueSlots): number => Math.max(0, (flow_run_count ?? 0) - flow_runs.length);

export default command({
  does: "Show which runs take the slots of a work pool.",
  takes: { name: text("Name of the pool.") },
  json: true,
  async run({ connect, say }, { name }) {
    const status = await orMissing(getAllPages(await connect(), name), noWorkPool(name));
    saySlots(say, status);
    sayHolders(
      say,
      status.queues.flatMap(({ queue_name, flow_runs }) => flow_runs.map((run) => ({ run, queue: queue_name }))),
    );
    for (const queue of status.queues) {
      if (cutOff(queue) > 0) say.warn(`Queue ${queue.queue_name} has ${cutOff(queue)} more.`);
    }
    const queues = status.queues.map((queue) =>
      cutOff(queue) === 0 ? queue : { ...queue, _truncated: { shown: queue.flow_runs.length, total: queue.flow_run_count } },
    );
    return { ...status, queues };
  },
});
