import type { Client } from "@millrace/client";
import { isClientError } from "@millrace/client";
import type { CreateWorkQueueInput, WorkQueue } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { sayLimit } from "../../output/limits.ts";
import { integer, text } from "../../parameters.ts";
import { poolOption } from "./find-queue.ts";

const create = (client: Client, pool: string | undefined, body: CreateWorkQueueInput): Promise<WorkQueue> =>
  pool === undefined
    ? client.workQueues.create({ body })
    : orMissing(client.workQueues.createInPool({ work_pool_name: pool, body }), noWorkPool(pool));

const explainTaken =
  (name: string) =>
  (error: unknown): never => {
    if (isClientError(error) && error.status === 409) throw new CommandError(`Work queue "${name}" exists already.`, { cause: error });
    throw error;
  };

export default command({
  does: "Create a work queue.",
  takes: { name: text("Name of the queue.") },
  options: {
    limit: integer("Runs under way at once at most.", { short: "l" }),
    pool: poolOption,
    priority: integer("Its place among the queues of the pool; 1 is served first.", { short: "q" }),
  },
  async run({ connect, say }, { name, limit, pool, priority }) {
    const client = await connect();
    const queue = await create(client, pool, { name, concurrency_limit: limit ?? null, priority: priority ?? null }).catch(
      explainTaken(name),
    );
    const ofPool = queue.work_pool_name ?? pool ?? "";
    say.done(`Created work queue ${queue.name}.`);
    say.pairs([
      ["Work pool", ofPool],
      ["UUID", queue.id],
      ["Concurrency limit", sayLimit(queue.concurrency_limit)],
      ["Priority", String(queue.priority)],
    ]);
    say.line(`Start a worker for it: millrace worker start --pool ${ofPool} --work-queue ${queue.name}`);
  },
});
