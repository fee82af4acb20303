import { addSeconds, compareInstants, type Instant } from "@millrace/contract";
import type { Context } from "../context.ts";
import { type CancellingRun, listCancelling, listOrphanedSubflows, listOrphanedTaskRuns } from "../features/flow-runs/overdue.ts";
import { setStateOfSeen, setStateOfSeenIn } from "../features/flow-runs/set-state-of-seen.ts";
import { cancelTaskRun } from "../features/task-runs/cancel.ts";
import { requestTeardown } from "../features/work-pools/worker-cleanups.ts";
import { makeState } from "../orchestration/drafts.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

const batch = 200;
/** Cancelled runs older than this are left as they are. */
const lookBackSeconds = 86_400;

const followsParent = "The parent flow run was cancelled.";
const timedOut = makeState("CANCELLED", { message: "Flow run cancellation timed out; marked this flow run as Cancelled." });

/** Cancels what a cancelled run left open: its tasks, its subflows, and itself when nobody finished cancelling it (server.md §8). */
export const createCancellationCleanup = ({ cancellingTimeout }: ServerSettings): Service => ({
  name: "cancellation-cleanup",
  doc: "Cancels what a cancelled run left open.",
  sweepSeconds: 60,
  wakeOn: ["cancellations"],
  async nextDue(ctx) {
    const [first] = await listCancelling(ctx.read, 1);
    return first && dueAt(first, cancellingTimeout);
  },
  async runOnce(ctx) {
    const moved = (await cancelTaskRuns(ctx)) + (await cancelSubflows(ctx)) + (await endCancelling(ctx, cancellingTimeout));
    return { more: moved >= batch };
  },
});

const dueAt = ({ state_timestamp }: CancellingRun, timeout: number): Instant | undefined =>
  state_timestamp === null ? undefined : addSeconds(state_timestamp, timeout);

const cancelTaskRuns = async (ctx: Context): Promise<number> => {
  const ids = await listOrphanedTaskRuns(ctx.read, addSeconds(ctx.clock.now(), -lookBackSeconds), batch);
  const moved = await Promise.all(ids.map((id) => cancelTaskRun(ctx, id, followsParent)));
  return moved.filter(Boolean).length;
};

/** A subflow with infrastructure of its own is asked to end; one in its parent's process has ended with it. */
const cancelSubflows = async (ctx: Context): Promise<number> => {
  const runs = await listOrphanedSubflows(ctx.read, batch);
  const moved = await Promise.all(
    runs.map((run) => {
      const type = run.deployment_id === null ? "CANCELLED" : "CANCELLING";
      return setStateOfSeen(ctx, run, { state: makeState(type, { message: followsParent }), force: true });
    }),
  );
  return moved.filter((result) => result?.status === "ACCEPT" || result?.status === "REJECT").length;
};

const endCancelling = async (ctx: Context, timeout: number): Promise<number> => {
  const now = ctx.clock.now();
  const overdue = (await listCancelling(ctx.read, batch)).filter((run) => {
    const due = dueAt(run, timeout);
    return due !== undefined && compareInstants(due, now) <= 0;
  });
  const moved = await Promise.all(overdue.map((run) => endOne(ctx, run)));
  return moved.filter(Boolean).length;
};

/** Nobody has said that the run's infrastructure is gone, so a worker is asked to see to it. */
const endOne = (ctx: Context, { id, state_id }: CancellingRun): Promise<boolean> =>
  ctx.transact(async (tx) => {
    const result = await setStateOfSeenIn(ctx, tx, { id, state_id, state: timedOut });
    const isCancelled = result?.status === "ACCEPT";
    if (isCancelled) await requestTeardown(ctx, tx, id);
    return isCancelled;
  });
