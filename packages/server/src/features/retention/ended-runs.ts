import { type Instant, isTerminal, type StateType, terminalStateTypes, toMicros } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";

/** Finds what the retention of runs may delete. Runs are found by the time of their state, which is their end: that has an index. */

/** Where a look through the ended runs has got to. */
export interface RunCursor {
  readonly type: (typeof terminalStateTypes)[number];
  readonly state_timestamp: Instant;
  readonly id: string;
}

/** Runs looked at together. */
const page = 100;

/** The runs of a state that ended before a moment, the first first; and whether each belongs to another run that is still there. */
const listEnded = async (db: Queries, { type, before, after }: { type: StateType; before: Instant; after: RunCursor | undefined }) => {
  const ended = db
    .selectFrom("flow_run")
    .leftJoin("task_run as parent", "parent.id", "flow_run.parent_task_run_id")
    .select(["flow_run.id", "flow_run.state_timestamp", "parent.flow_run_id as within"])
    .where("flow_run.state_type", "=", type)
    .where("flow_run.state_timestamp", "<", before)
    .orderBy("flow_run.state_timestamp")
    .orderBy("flow_run.id")
    .limit(page);
  if (after === undefined) return ended.execute();
  const later = ended.where("flow_run.state_timestamp", ">=", after.state_timestamp);
  return later
    .where((is) => is.or([is("flow_run.state_timestamp", ">", after.state_timestamp), is("flow_run.id", ">", after.id)]))
    .execute();
};

/**
 * The next runs after a cursor that ended before a moment and belong to no other run, whatever state they ended in.
 * Without a cursor, none is left.
 */
export const listOldRoots = async (db: Queries, before: Instant, after?: RunCursor): Promise<{ ids: string[]; cursor?: RunCursor }> => {
  for (const type of terminalStateTypes.slice(after === undefined ? 0 : terminalStateTypes.indexOf(after.type))) {
    const rows = await listEnded(db, { type, before, after: after?.type === type ? after : undefined });
    const last = rows.at(-1);
    if (last === undefined || last.state_timestamp === null) continue;
    return {
      ids: rows.filter((row) => row.within === null).map((row) => row.id),
      cursor: { type, state_timestamp: last.state_timestamp, id: last.id },
    };
  }
  return { ids: [] };
};

/** A run with the runs it called, and those they called: the deepest first, itself last. */
export interface RunTree {
  readonly root: string;
  readonly runs: readonly string[];
}

/** The trees of these runs that have ended altogether before a moment. One in which something may still happen is left out. */
export const listOldTrees = async (db: Queries, roots: readonly string[], before: Instant): Promise<RunTree[]> => {
  if (roots.length === 0) return [];
  const { rows } = await sql<{ root: string; id: string; state_type: StateType; state_timestamp: Instant }>`
    with recursive tree (root, id, depth, state_type, state_timestamp) as (
      select id, id, 0, state_type, state_timestamp from flow_run where id in (${sql.join(roots)})
      union
      select tree.root, child.id, tree.depth + 1, child.state_type, child.state_timestamp from tree
        join task_run on task_run.flow_run_id = tree.id
        join flow_run as child on child.parent_task_run_id = task_run.id
        where tree.depth < ${sql.lit(deepest)})
    select root, id, state_type, state_timestamp from tree order by depth desc`.execute(db);
  const limit = toMicros(before);
  const trees = new Map<string, { runs: Set<string>; isOld: boolean }>();
  for (const { root, id, state_type, state_timestamp } of rows) {
    const tree = trees.get(root) ?? { runs: new Set(), isOld: true };
    tree.runs.add(id);
    tree.isOld &&= isTerminal(state_type) && toMicros(state_timestamp) < limit;
    trees.set(root, tree);
  }
  return [...trees].filter(([, tree]) => tree.isOld).map(([root, { runs }]) => ({ root, runs: [...runs] }));
};

/** No chain of calls is that long; runs whose parents were made to go round in circles end here. */
const deepest = 100;

/** Locks those of some runs that have ended before a moment and that nobody else is working on. */
export const lockOldRuns = async (tx: Queries, ids: readonly string[], before: Instant): Promise<ReadonlySet<string>> => {
  const old = tx
    .selectFrom("flow_run")
    .select("id")
    .where("id", "in", [...ids])
    .where("state_type", "in", [...terminalStateTypes])
    .where("state_timestamp", "<", before)
    .orderBy("id")
    .modifyEnd(tx.dialect.lockingFree("flow_run"));
  return new Set((await old.execute()).map((row) => row.id));
};

/** Locks some of the background task runs, which belong to no flow run, that ended before a moment and called no flow run. */
export const lockOldBackgroundTasks = async (tx: Queries, before: Instant, limit: number): Promise<string[]> => {
  const old = tx
    .selectFrom("task_run")
    .select("id")
    .where("flow_run_id", "is", null)
    .where("state_type", "in", [...terminalStateTypes])
    .where("state_timestamp", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("flow_run as child").select("child.id").whereRef("child.parent_task_run_id", "=", "task_run.id"))),
    )
    .limit(limit)
    .modifyEnd(tx.dialect.lockingFree("task_run"));
  return (await old.execute()).map((row) => row.id);
};

/** Counts the runs that ended before a moment. */
export const countOldRuns = async (db: Queries, before: Instant): Promise<number> => {
  const ended = db
    .selectFrom("flow_run")
    .where("state_type", "in", [...terminalStateTypes])
    .where("state_timestamp", "<", before);
  return Number((await ended.select((is) => is.fn.countAll<number>().as("count")).executeTakeFirstOrThrow()).count);
};
