import { noTaskRunPolicy } from "@millrace/contract";
import { newName } from "@millrace/contract/run-names";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import type { TaskRunTable } from "../../db/schema.ts";
import { comparable, type Recording } from "./task-run-event.ts";

/** What a batch says of one run: its newest state, and of every column the newest word. */
interface Change {
  readonly id: string;
  readonly newest: Recording;
  readonly flow_run_id: string | null;
  readonly fields: Recording["fields"];
}

interface Known {
  readonly id: string;
  /** When its current state began, to be compared as text; empty for a run that has none yet. */
  readonly since: string;
}

/**
 * Writes task runs and their states as their clients told them (events.md §4.3): every state is kept, the run shows the
 * newest. The run that has the flow run, task key and dynamic key is the one that is meant, whatever id the event has.
 * Returns what belongs to a flow run that is not there; nothing of it is written.
 */
export const recordTaskRuns = async (
  ctx: Pick<Context, "clock" | "random">,
  tx: Tx,
  recordings: readonly Recording[],
): Promise<readonly Recording[]> => {
  if (recordings.length === 0) return [];
  const flowRuns = await listFlowRuns(tx, recordings);
  const hasFlowRun = ({ flow_run_id: id }: Recording): boolean => id === null || flowRuns.has(id);
  const present = recordings.filter(hasFlowRun);
  const known = await findKnownRuns(tx, present);
  await writeRuns(ctx, tx, [...changesOf(present, known)]);
  const states = present.map((recording) => {
    const task_run_id = known.get(recording.id)?.id ?? recording.id;
    const { state } = recording;
    return { ...state, task_run_id, state_details: { ...state.state_details, task_run_id } };
  });
  await tx.dialect.insertMany(tx, { table: "task_run_state", rows: states, onConflict: "ignore" });
  return present.length === recordings.length ? [] : recordings.filter((recording) => !hasFlowRun(recording));
};

const listFlowRuns = async (db: Queries, recordings: readonly Recording[]): Promise<ReadonlySet<string>> => {
  const ids = [...new Set(recordings.map((recording) => recording.flow_run_id))].filter((id) => id !== null);
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom("flow_run").select("id").where("id", "in", ids).execute();
  return new Set(rows.map((row) => row.id));
};

const keyOf = (flowRun: string | null, { task_key, dynamic_key }: Pick<TaskRunTable, "task_key" | "dynamic_key">): string =>
  JSON.stringify([flowRun, task_key, dynamic_key]);

/** The stored run that each id of the batch means. */
const findKnownRuns = async (db: Queries, recordings: readonly Recording[]): Promise<Map<string, Known>> => {
  const known = new Map<string, Known>();
  const ids = [...new Set(recordings.map(({ id }) => id))];
  for (const row of await selectRuns(db).where("id", "in", ids).execute()) known.set(row.id, asKnown(row));
  const strangers = recordings.filter(({ id, flow_run_id }) => flow_run_id !== null && !known.has(id));
  if (strangers.length === 0) return known;
  const keys = new Map(strangers.map((recording) => [keyOf(recording.flow_run_id, recording.fields), recording]));
  const byKey = new Map<string, Known>();
  for (const row of await selectRunsByKey(db, [...keys.values()])) byKey.set(keyOf(row.flow_run_id, row), asKnown(row));
  for (const { id, flow_run_id, fields } of strangers) {
    // Two ids of one batch may mean the same new run: the first of them names it.
    const key = keyOf(flow_run_id, fields);
    const run = byKey.get(key) ?? { id, since: "" };
    byKey.set(key, run);
    known.set(id, run);
  }
  return known;
};

const asKnown = ({ id, state_timestamp }: Pick<TaskRunTable, "id" | "state_timestamp">): Known => ({
  id,
  since: state_timestamp === null ? "" : comparable(state_timestamp),
});

const selectRuns = (db: Queries) => db.selectFrom("task_run").select(["id", "state_timestamp"]);

const selectRunsByKey = (db: Queries, recordings: readonly Recording[]) => {
  const rows = recordings.map(({ flow_run_id, fields: { task_key, dynamic_key } }) => ({ flow_run_id, task_key, dynamic_key }));
  const given = db.dialect.rowsOf({ table: "task_run", columns: ["flow_run_id", "task_key", "dynamic_key"], rows, as: "given" });
  return selectRuns(db)
    .select(["flow_run_id", "task_key", "dynamic_key"])
    .where(
      sql<SqlBool>`(flow_run_id, task_key, dynamic_key) in (select given.flow_run_id, given.task_key, given.dynamic_key from ${given})`,
    )
    .execute();
};

/** What is newer than what is stored, oldest first, folded to one change per run. */
const changesOf = (recordings: readonly Recording[], known: ReadonlyMap<string, Known>): Iterable<Change> => {
  const changes = new Map<string, Change>();
  const inOrder = [...recordings].sort((one, other) => (one.since < other.since ? -1 : one.since > other.since ? 1 : 0));
  for (const newest of inOrder) {
    const run = known.get(newest.id);
    const id = run?.id ?? newest.id;
    if (run !== undefined && newest.since <= run.since) continue;
    const earlier = changes.get(id);
    // An event that names no flow run leaves the run in its own.
    const flow_run_id = newest.flow_run_id ?? earlier?.flow_run_id ?? null;
    changes.set(id, { id, newest, flow_run_id, fields: earlier === undefined ? newest.fields : { ...earlier.fields, ...newest.fields } });
  }
  return changes.values();
};

const emptyRun = {
  task_version: null,
  cache_key: null,
  cache_expiration: null,
  flow_run_run_count: 0,
  empirical_policy: noTaskRunPolicy,
  task_inputs: {},
  tags: [],
  labels: {},
  run_count: 0,
  expected_start_time: null,
  next_scheduled_start_time: null,
  start_time: null,
  end_time: null,
  total_run_time: 0,
};

const writeRuns = async (ctx: Pick<Context, "clock" | "random">, tx: Tx, changes: Change[]): Promise<void> => {
  const now = ctx.clock.now();
  // In one order everywhere, so that two servers never wait for each other's rows in a circle.
  changes.sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const [update, group] of groupByColumns(changes)) {
    const rows = group.map(({ id, newest: { state }, flow_run_id, fields }) => ({
      id,
      created: now,
      updated: now,
      flow_run_id,
      name: fields.name ?? newName(ctx.random),
      ...emptyRun,
      ...fields,
      state_id: state.id,
      state_type: state.type,
      state_name: state.name,
      state_timestamp: state.timestamp,
    }));
    await tx.dialect.upsertMany(tx, { table: "task_run", rows, update, newer: "state_timestamp" });
  }
};

const always = ["updated", "state_id", "state_type", "state_name", "state_timestamp"];

/** Changes that give new values to the same columns share a statement. */
const groupByColumns = (changes: readonly Change[]): Iterable<readonly [update: readonly string[], changes: readonly Change[]]> => {
  const groups = new Map<string, readonly [readonly string[], Change[]]>();
  for (const change of changes) {
    const columns = Object.keys(change.fields);
    if (change.flow_run_id !== null) columns.push("flow_run_id");
    const key = columns.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [[...always, ...columns], [change]]);
    else group[1].push(change);
  }
  return groups.values();
};
