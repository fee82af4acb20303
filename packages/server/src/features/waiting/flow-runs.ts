import { addSeconds, compareInstants, type Instant, type Waiting, type WaitingCause } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { currentState } from "../run-states/current-state.ts";
import { cause, pauseCause, waiting } from "./causes.ts";
import { listScheduledCauses } from "./scheduled.ts";
import { findSurrounded, type SurroundedRun } from "./surrounded-run.ts";

/** What a flow run waits for: a handful of queries, each by an index. Throws `not-found`. */
export const explainFlowRun = async (ctx: Context, id: string): Promise<Waiting> => {
  const run = await findSurrounded(ctx.read, id);
  if (run === undefined) throw notFound("Flow run not found");
  return waiting(run, await listCauses(ctx, run));
};

const listCauses = async (ctx: Context, run: SurroundedRun): Promise<readonly WaitingCause[]> => {
  const state = currentState(run);
  if (state === null) return [cause("process", "It has no state yet: whoever created it has to begin it.")];
  if (state.type === "SCHEDULED") return [...listTimes(run, ctx.clock.now()), ...(await listScheduledCauses(ctx, run))];
  if (state.type === "PENDING") return [pendingCause(run)];
  if (state.type === "PAUSED") return [pauseCause(state)];
  if (state.type !== "CANCELLING") return [];
  const until = addSeconds(state.timestamp, ctx.settings.cancellingTimeout);
  return [cause("cancelling", "It is being cancelled: its process has to end.", { since: state.timestamp, until })];
};

/** What a run waits for whose time has not come. */
const listTimes = (run: SurroundedRun, now: Instant): readonly WaitingCause[] => {
  const { next_scheduled_start_time: until, state_timestamp: since, state_message } = run;
  if (until === null || compareInstants(until, now) <= 0) return [];
  const times = { since, until };
  if (run.state_name === "AwaitingRetry") return [cause("retry", "It failed and waits to be tried again.", times)];
  if (run.state_name === "AwaitingEarlierRun") {
    return [cause("earlier-run", state_message ?? "It waits for an earlier run of its schedule to end.", times)];
  }
  return run.state_name === "AwaitingConcurrencySlot" ? [] : [cause("scheduled", "Its time has not come yet.", times)];
};

const pendingCause = (run: SurroundedRun): WaitingCause => {
  const since = run.state_timestamp;
  const worker = run.labels["prefect.worker.name"];
  const said = run.state_message === null ? "" : ` ${run.state_message}`;
  if (typeof worker === "string") {
    const blockers = [{ kind: "worker" as const, id: null, name: worker }];
    return cause("infrastructure", `The worker "${worker}" has taken it and is making its infrastructure.${said}`, { since, blockers });
  }
  const taken = run.work_queue_id !== null || run.deployment_id !== null;
  return taken
    ? cause("infrastructure", `It was taken by a worker, and its process has not begun it yet.${said}`, { since })
    : cause("process", `The process that created it has not begun it yet.${said}`, { since });
};
