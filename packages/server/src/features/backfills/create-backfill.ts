import { type Backfill, type BackfillPlan, type CreateBackfill, type Deployment, toMicros } from "@millrace/contract";
import type { Caller, Context } from "../../context.ts";
import type { BackfillInstantTable, BackfillTable } from "../../db/backfill-tables.ts";
import { notFound } from "../../errors.ts";
import { getDeployment } from "../deployments/queries.ts";
import { lockDeployment } from "../deployments/save-deployment.ts";
import { type BackfillDate, listBackfillDates, plansOf } from "./backfill-dates.ts";
import { listTakenByBackfills, listTakenByRuns, type Taken } from "./existing-runs.ts";
import { prepareDate } from "./prepare-date.ts";
import { getBackfill } from "./queries.ts";

/** Rows written in one statement. */
const batch = 500;

/**
 * Stores a backfill with every date it is going to run, so that nothing has to be computed again after a restart. What
 * could never run is refused now. Throws `not-found`, `invalid`, and `conflict` for parameters that do not fit.
 */
export const createBackfill = async (ctx: Context, id: string, input: { body: CreateBackfill; caller: Caller }): Promise<Backfill> => {
  const { body, caller } = input;
  const deployment = await getDeployment(ctx.read, id, ctx.clock.now());
  const plans = await plansOf(ctx, deployment, body);
  const dates = await listBackfillDates(ctx, plans, body);
  const row = newRow(ctx, { deployment, body, plans, total: dates.length });
  for (const plan of plans.keys())
    await prepareDate(ctx, { backfill: row, deployment, date: { plan, scheduled_time: body.end_time }, caller });
  const asked = { ...body, deployment_id: id };
  const byRuns = await listTakenByRuns(ctx.db.heavyRead, asked);
  await ctx.transact(async (tx) => {
    if (!(await lockDeployment(tx, id))) throw notFound("Deployment not found");
    const taken = new Map([...byRuns, ...(await listTakenByBackfills(tx, asked))]);
    const instants = instantRows(row, dates, taken);
    const isDone = instants.every(({ outcome }) => outcome === "SKIPPED");
    const now = ctx.clock.now();
    await tx
      .insertInto("backfill")
      .values(isDone ? { ...row, state: "COMPLETED", ended: now } : row)
      .execute();
    for (let from = 0; from < instants.length; from += batch) {
      await tx.dialect.insertMany(tx, { table: "backfill_instant", rows: instants.slice(from, from + batch) });
    }
    tx.afterCommit(() => ctx.alarm.ring("backfills"));
  });
  return getBackfill(ctx.read, row.id);
};

interface New {
  readonly deployment: Deployment;
  readonly body: CreateBackfill;
  readonly plans: readonly BackfillPlan[];
  readonly total: number;
}

const newRow = (ctx: Context, { deployment, body, plans, total }: New): BackfillTable => {
  const now = ctx.clock.now();
  const { start_time, end_time, parameters, work_queue_name, concurrency_limit, direction, existing } = body;
  return {
    id: ctx.newId(),
    created: now,
    updated: now,
    deployment_id: deployment.id,
    state: "RUNNING",
    message: null,
    start_time,
    end_time,
    plans: plans.map((plan) => ({ ...plan, schedule: { ...plan.schedule } })),
    parameters,
    work_queue_name,
    concurrency_limit,
    direction,
    existing,
    total,
    ended: null,
  };
};

const instantRows = ({ id, direction }: BackfillTable, dates: readonly BackfillDate[], taken: Taken): BackfillInstantTable[] => {
  const inTurn = direction === "oldest_first" ? dates : dates.toReversed();
  return inTurn.map(({ plan, instant, scheduled_time }, position) => {
    const date = toMicros(instant);
    const outcome = taken.has(date) ? "SKIPPED" : "WAITING";
    return { backfill_id: id, position, plan, scheduled_time, outcome, flow_run_id: taken.get(date) ?? null };
  });
};
