import { addSeconds, compareInstants, type Instant, type NextWake } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import { listPauses } from "../flow-runs/overdue.ts";

/** Seconds for which a due run that nobody starts is worth staying awake for. */
const patienceSeconds = 60;

type Moment = Pick<NextWake, "reason" | "flow_run_id"> & { readonly at: Instant };

/** When this server has something to do next, should nobody ask it anything before (workers.md §26). */
export const findNextWake = async (ctx: Context): Promise<NextWake> => {
  const [busy, moments] = await Promise.all([isBusy(ctx), findMoments(ctx)]);
  const first = moments.reduce<Moment | undefined>((best, one) => (best && compareInstants(best.at, one.at) <= 0 ? best : one), undefined);
  return {
    is_busy: busy,
    next_wake: first?.at ?? null,
    reason: first?.reason ?? null,
    flow_run_id: first?.flow_run_id ?? null,
    idle_since: ctx.activity.idleSince() ?? null,
  };
};

/** Whether a run is under way: its process will want to tell how it went. */
const isBusy = async ({ read }: Context): Promise<boolean> => {
  const active = read.selectFrom("flow_run").select("id").where("state_type", "in", ["PENDING", "RUNNING", "CANCELLING"]).limit(1);
  return (await active.executeTakeFirst()) !== undefined;
};

const findMoments = async ({ read, clock }: Context): Promise<readonly Moment[]> => {
  const [scheduled, pauses] = await Promise.all([
    read
      .selectFrom("flow_run")
      .select(["id", "next_scheduled_start_time as at"])
      .where("state_type", "=", sql.lit("SCHEDULED"))
      .where("next_scheduled_start_time", ">", addSeconds(clock.now(), -patienceSeconds))
      .orderBy("next_scheduled_start_time")
      .limit(1)
      .executeTakeFirst(),
    listPauses(read),
  ]);
  return [
    ...(scheduled?.at ? [{ at: scheduled.at, reason: "scheduled-run" as const, flow_run_id: scheduled.id }] : []),
    ...pauses.map(({ id, until }) => ({ at: until, reason: "pause-timeout" as const, flow_run_id: id })),
  ];
};
