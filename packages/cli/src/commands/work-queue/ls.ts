import type { Client } from "@millrace/client";
import type { WorkQueue } from "@millrace/contract";
import { command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { markIf, sayLimit } from "../../output/limits.ts";
import { newestFirst } from "../../output/newest-first.ts";
import type { Table } from "../../output/table.ts";
import { listAll } from "../../pages.ts";
import { flag, text } from "../../parameters.ts";

const listQueues = async (client: Client, pool: string | undefined, prefix: string | undefined): Promise<readonly WorkQueue[]> => {
  const filter = prefix === undefined ? {} : { work_queues: { name: { startswith_: [prefix] } } };
  const queues = await listAll((offset) =>
    pool === undefined
      ? client.workQueues.list({ body: { ...filter, offset } })
      : orMissing(client.workQueues.listInPool({ work_pool_name: pool, body: { ...filter, offset } }), noWorkPool(pool)),
  );
  return newestFirst(queues);
};

const nameColumn = { header: "Name", colour: "green" } as const;
const limitColumn = { header: "Limit", colour: "blue" } as const;
const nameOf = ({ is_paused, name }: WorkQueue): string => markIf(is_paused, name);

const tableOfPool = (queues: readonly WorkQueue[], verbose: boolean): Table => ({
  columns: [nameColumn, { header: "Priority", colour: "magenta" }, limitColumn, ...(verbose ? [{ header: "Description" }] : [])],
  rows: queues.map((queue) => [
    nameOf(queue),
    String(queue.priority),
    sayLimit(queue.concurrency_limit),
    ...(verbose ? [queue.description ?? ""] : []),
  ]),
});

const tableOfAll = (queues: readonly WorkQueue[], verbose: boolean): Table => ({
  columns: [
    nameColumn,
    { header: "Pool", colour: "magenta" },
    { header: "ID", colour: "cyan", whole: true },
    limitColumn,
    ...(verbose ? [{ header: "Filter (Deprecated)" }] : []),
  ],
  rows: queues.map((queue) => [
    nameOf(queue),
    queue.work_pool_name ?? "",
    queue.id,
    sayLimit(queue.concurrency_limit),
    ...(verbose ? [queue.filter === null ? "" : JSON.stringify(queue.filter)] : []),
  ]),
});

export default command({
  does: "List work queues, newest first.",
  options: {
    verbose: flag("Show more of each.", { short: "v" }),
    match: text("Only queues whose names begin with this.", { short: "m" }),
    pool: text("Only queues of this work pool.", { short: "p" }),
  },
  json: true,
  async run({ connect, say }, { verbose, match, pool }) {
    const queues = await listQueues(await connect(), pool, match);
    if (queues.length === 0) say.line("No work queues found.");
    else {
      say.table((pool === undefined ? tableOfAll : tableOfPool)(queues, verbose));
      if (queues.some(({ is_paused }) => is_paused)) say.line(say.style.dim("(**) paused"));
    }
    return queues;
  },
});
