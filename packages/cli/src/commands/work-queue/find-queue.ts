import type { Client } from "@millrace/client";
import type { WorkQueue } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { id, text } from "../../parameters.ts";

export const queueArgument = text("Name or id of the queue.");
export const poolOption = text("Work pool it belongs to; default-agent-pool unless given.", { short: "p" });

export interface QueueName {
  readonly name: string;
  readonly pool: string | undefined;
}

/** The queue in words: `queue q of work pool p`. */
export const sayQueue = ({ name, pool }: QueueName): string => `work queue ${name}${pool === undefined ? "" : ` of work pool ${pool}`}`;

const noQueue = ({ name, pool }: QueueName): string =>
  pool === undefined
    ? `Work queue "${name}" was not found in default-agent-pool. Name its work pool with --pool.`
    : `Work queue "${name}" was not found in work pool "${pool}". List them with: millrace work-queue ls --pool ${pool}`;

/** The queue of a name in its pool, or of an id. Throws `CommandError` when there is none. */
export const getQueue = async (client: Client, wanted: QueueName): Promise<WorkQueue> => {
  const { name, pool } = wanted;
  const queueId = id("").read(name);
  if (typeof queueId !== "string") {
    const found = pool === undefined ? client.workQueues.getByName({ name }) : client.workQueues.getInPool({ work_pool_name: pool, name });
    return orMissing(found, noQueue(wanted));
  }
  const queue = await orMissing(client.workQueues.get({ id: queueId }), noQueue(wanted));
  if (pool !== undefined && queue.work_pool_name !== pool) throw new CommandError(noQueue(wanted));
  return queue;
};
