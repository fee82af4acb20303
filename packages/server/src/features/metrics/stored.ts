import { type Instant, secondsBetween } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { Family, Instrument, Sample } from "../../observability/meter.ts";
import { activeSlots } from "../concurrency-limits/limit-rows.ts";

/** What the database knows, in a few queries that follow indexes or read small tables, each of which has an end. */
export const listStored = async (ctx: Context): Promise<Family[]> => {
  const { read } = ctx;
  const now = ctx.clock.now();
  const [runs, oldest, queues, workers, limits, leases, behind] = await Promise.all([
    countRuns(read),
    findOldestDue(read, now),
    listQueueDepths(read, now),
    countWorkers(read, now),
    listLimits(read),
    countLeases(read, now),
    ctx.tail.countBehind(),
  ]);
  const late = runs.filter(({ labels }) => labels.state_name === "Late").reduce((sum, { value }) => sum + value, 0);
  return [
    gauge("millrace_flow_runs", "Flow runs that are stored, by their state.", runs),
    gauge("millrace_flow_runs_late", "Flow runs that are Late.", [{ labels: {}, value: late }]),
    gauge("millrace_oldest_due_flow_run_seconds", "Seconds since the longest waiting flow run was due; 0 when none is.", [
      { labels: {}, value: oldest === undefined ? 0 : secondsBetween(oldest, now) },
    ]),
    gauge(
      "millrace_work_queue_due_runs",
      `Flow runs of a work queue that are due and wait for a worker; ${deepest} stands for that many or more.`,
      queues,
    ),
    gauge("millrace_workers", "Workers by their pool and whether they give signs of life.", workers),
    gauge("millrace_concurrency_limit_slots", "Slots of concurrency limits: how many there are, and how many are taken.", [
      ...limits.map(({ name, limit }) => ({ labels: { limit: name, slots: "all" }, value: limit })),
      ...limits.map((row) => ({ labels: { limit: row.name, slots: "taken" }, value: activeSlots(row, now) })),
    ]),
    gauge("millrace_concurrency_leases", "Leases on slots, by whether they have run out.", leases),
    gauge("millrace_event_tail_behind", "Stored events that live subscribers have not been sent; 0 when nobody listens.", [
      { labels: {}, value: behind },
    ]),
  ];
};

const gauge = (name: Instrument["name"], help: string, samples: readonly Sample[]): Family => ({
  kind: "gauge",
  name,
  help,
  labels: [],
  samples,
});

/** Rows of one kind that are told of at most. */
const most = 200;

/** The counts that are kept of runs, and the changes that were not added to them yet. */
const countRuns = async (db: Queries): Promise<Sample[]> => {
  const { rows } = await sql<{ state_type: string; state_name: string; count: number }>`
    select state_type, state_name, cast(sum(count) as bigint) as count from (
      select state_type, state_name, count from run_count where kind = 'flow_run'
      union all select state_type, state_name, count from run_count_change where kind = 'flow_run') as counted
    where state_type is not null
    group by state_type, state_name order by 3 desc limit ${sql.lit(most)}`.execute(db);
  return rows.map(({ state_type, state_name, count }) => ({ labels: { state_type, state_name }, value: Number(count) }));
};

/** Only a scheduled run has a next start. */
const findOldestDue = async (db: Queries, now: Instant): Promise<Instant | undefined> => {
  const due = db.selectFrom("flow_run").select("next_scheduled_start_time").where("next_scheduled_start_time", "<=", now);
  const first = await due.orderBy("next_scheduled_start_time").limit(1).executeTakeFirst();
  return first?.next_scheduled_start_time ?? undefined;
};

/** Nobody needs to know how much deeper a queue is. */
const deepest = 1000;

const listQueueDepths = async (db: Queries, now: Instant): Promise<Sample[]> => {
  // SQLite looks into the condition of a partial index only where it is spelled out.
  const due = sql<number>`(select count(*) from (select 1 from flow_run
    where flow_run.work_queue_id = work_queue.id and state_type = 'SCHEDULED' and next_scheduled_start_time <= ${db.dialect.time(now)}
    limit ${sql.lit(deepest)}) as due)`;
  const rows = await db
    .selectFrom("work_queue")
    .innerJoin("work_pool", "work_pool.id", "work_queue.work_pool_id")
    .select(["work_pool.name as work_pool", "work_queue.name as work_queue", due.as("due")])
    .orderBy("work_queue.id")
    .limit(most)
    .execute();
  return rows.map(({ work_pool, work_queue, due: value }) => ({ labels: { work_pool, work_queue }, value: Number(value) }));
};

const countWorkers = async (db: Queries, now: Instant): Promise<Sample[]> => {
  const online = sql<number>`sum(case when worker.offline_after >= ${db.dialect.time(now)} then 1 else 0 end)`;
  const rows = await db
    .selectFrom("worker")
    .innerJoin("work_pool", "work_pool.id", "worker.work_pool_id")
    .select((is) => ["work_pool.name as work_pool", online.as("online"), is.fn.countAll<number>().as("count")])
    .groupBy("work_pool.name")
    .orderBy("work_pool.name")
    .limit(most)
    .execute();
  return rows.flatMap(({ work_pool, online: up, count }) => [
    { labels: { work_pool, status: "online" }, value: Number(up) },
    { labels: { work_pool, status: "offline" }, value: Number(count) - Number(up) },
  ]);
};

const listLimits = (db: Queries) =>
  db
    .selectFrom("concurrency_limit")
    .select(["name", "limit", "active_slots", "slot_decay_per_second", "decay_since"])
    .where("active", "=", true)
    .orderBy("name")
    .limit(most)
    .execute();

const countLeases = async (db: Queries, now: Instant): Promise<Sample[]> => {
  const count = async (leases: "held" | "over") => {
    const all = db.selectFrom("concurrency_lease").select((is) => is.fn.countAll<number>().as("count"));
    const { count: value } = await all.where("expiration", leases === "held" ? ">" : "<=", now).executeTakeFirstOrThrow();
    return { labels: { leases }, value: Number(value) };
  };
  return Promise.all([count("held"), count("over")]);
};
