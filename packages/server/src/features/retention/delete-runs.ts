import type { Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { deleteArtifacts } from "../artifacts/operations.ts";
import { deleteFlowRuns } from "../flow-runs/operations.ts";
import { listOldRoots, listOldTrees, lockOldBackgroundTasks, lockOldRuns, type RunCursor, type RunTree } from "./ended-runs.ts";
import type { Step, Stepped } from "./step.ts";

/**
 * Deletes the flow runs that ended before a moment, each with the runs it called, and with all that belongs to them.
 * A run goes only when everything it called has ended before that moment too; until then all of it stays.
 */
export const deleteRunsBefore = (before: Instant): Step => {
  let cursor: RunCursor | undefined;
  let trees: readonly RunTree[] = [];
  return async (ctx): Promise<Stepped> => {
    if (trees.length === 0) {
      const next = await listOldRoots(ctx.db.heavyRead, before, cursor);
      if (next.cursor === undefined) return { deleted: {}, more: false };
      cursor = next.cursor;
      trees = await listOldTrees(ctx.db.heavyRead, next.ids, before);
      return { deleted: {}, more: true };
    }
    const together = takeSome(trees, ctx.settings.vacuumBatch);
    const { done, ...stepped } = await deletePart(ctx, together, before);
    trees = done.size === 0 ? trees : trees.flatMap((tree) => (done.has(tree.root) ? restOf(tree, done.get(tree.root) ?? []) : [tree]));
    return stepped;
  };
};

/** As many trees as have so many runs, and one at least. */
const takeSome = (trees: readonly RunTree[], most: number): RunTree[] => {
  let runs = 0;
  return trees.filter((tree, index) => {
    runs += tree.runs.length;
    return index === 0 || runs <= most;
  });
};

const restOf = ({ root, runs }: RunTree, gone: readonly string[]): RunTree[] => {
  const left = runs.filter((id) => !gone.includes(id));
  return left.length === 0 ? [] : [{ root, runs: left }];
};

/** What was done with each tree, by its root: the runs that need no further thought. */
type Done = ReadonlyMap<string, readonly string[]>;

/** Deletes a part of some trees: what belongs to their next runs, and the runs once nothing belongs to them any more. */
const deletePart = (ctx: Context, trees: readonly RunTree[], before: Instant): Promise<Stepped & { done: Done }> => {
  const limit = ctx.settings.vacuumBatch;
  return ctx.transact(async (tx) => {
    const parts = trees.map(({ root, runs }) => ({ root, runs, part: runs.slice(0, limit) }));
    const locked = await lockOldRuns(tx, [...new Set(parts.flatMap(({ root, part }) => [root, ...part]))], before);
    const held = parts.filter(({ root, part }) => [root, ...part].every((id) => locked.has(id)));
    // Somebody reopened it, deletes it or works on it: it is left to the next sweep.
    const left = parts.filter((tree) => !held.includes(tree)).map(({ root, runs }) => [root, runs] as const);
    const ids = held.flatMap(({ part }) => part);
    const { emptied, ...deleted } = await deleteBelongings(ctx, tx, ids);
    if (!emptied) return { deleted, more: true, done: new Map(left) };
    const runs = await deleteFlowRuns(ctx, tx, ids);
    const done = new Map([...left, ...held.map(({ root, part }) => [root, part] as const)]);
    return { deleted: { ...deleted, flow_runs: runs.length }, more: true, done };
  });
};

/** Deletes logs, artifacts and task runs of flow runs, of each kind some; `emptied` when there is none left. */
const deleteBelongings = async (ctx: Context, tx: Tx, ids: readonly string[]) => {
  if (ids.length === 0) return { emptied: true, logs: 0, artifacts: 0, task_runs: 0 };
  const limit = ctx.settings.vacuumBatch;
  const owned = (table: "log" | "artifact" | "task_run") =>
    tx
      .selectFrom(table)
      .select("id")
      .where("flow_run_id", "in", [...ids])
      .limit(limit);
  const { numDeletedRows } = await tx.deleteFrom("log").where("id", "in", owned("log")).executeTakeFirstOrThrow();
  const logs = Number(numDeletedRows);
  const artifactIds = (await owned("artifact").execute()).map((row) => row.id);
  const artifacts = await deleteArtifacts(ctx, tx, artifactIds);
  const taskRunIds = (await owned("task_run").execute()).map((row) => row.id);
  const task_runs = await deleteTaskRuns(tx, taskRunIds);
  return { emptied: Math.max(logs, artifacts, task_runs) < limit, logs, artifacts, task_runs };
};

/** Deletes task runs with their states, and what remembers their results by a cache key. */
const deleteTaskRuns = async (tx: Tx, ids: readonly string[]): Promise<number> => {
  if (ids.length === 0) return 0;
  const taskRuns = (): string[] => [...ids];
  const keys = tx.selectFrom("task_run_state").select("id").where("task_run_id", "in", taskRuns());
  const cached = await tx
    .selectFrom("task_run")
    .select("cache_key")
    .where("id", "in", taskRuns())
    .where("cache_key", "is not", null)
    .execute();
  const cacheKeys = cached.flatMap(({ cache_key }) => cache_key ?? []);
  if (cacheKeys.length > 0) {
    await tx.deleteFrom("task_run_state_cache").where("cache_key", "in", cacheKeys).where("task_run_state_id", "in", keys).execute();
  }
  const { numDeletedRows } = await tx.deleteFrom("task_run").where("id", "in", taskRuns()).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

/** Deletes the background task runs, which belong to no flow run, that ended before a moment. */
export const deleteBackgroundTasksBefore =
  (before: Instant): Step =>
  async (ctx) => {
    const limit = ctx.settings.vacuumBatch;
    return ctx.transact(async (tx) => {
      const ids = await lockOldBackgroundTasks(tx, before, limit);
      if (ids.length === 0) return { deleted: {}, more: false };
      const ofThese = tx.selectFrom("log").select("id").where("task_run_id", "in", ids).limit(limit);
      const logs = Number((await tx.deleteFrom("log").where("id", "in", ofThese).executeTakeFirstOrThrow()).numDeletedRows);
      if (logs === limit) return { deleted: { logs }, more: true };
      const artifacts = tx.selectFrom("artifact").select("id").where("task_run_id", "in", ids);
      await deleteArtifacts(
        ctx,
        tx,
        (await artifacts.execute()).map((row) => row.id),
      );
      return { deleted: { logs, task_runs: await deleteTaskRuns(tx, ids) }, more: ids.length === limit };
    });
  };
