import { compareInstants, type ReceivedEvent, secondsBetween } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { findFirstDue } from "./first-due-run.ts";
import { lookAgain } from "./look-again.ts";

interface Followed {
  readonly poolId: string;
  /** Only these queues; all of the pool's when undefined. */
  readonly queueIds: readonly string[] | undefined;
  /** Called when a poll would find something to start, or at least might: slots are not counted. */
  readonly tell: () => void;
}

/** Time between two looks: what happens meanwhile is told by the second. */
const restMillis = 50;
/** The same for what may concern any pool. */
const longRestMillis = 1000;

/** States a run comes to wait in, or gives its slot of pool and queue back by. */
const telling = new Set(["SCHEDULED", "PAUSED", "CANCELLING", "COMPLETED", "FAILED", "CANCELLED", "CRASHED"]);

/** Whether an event may let a run of the pool start. */
const concerns = (poolId: string, { event, resource, related }: ReceivedEvent): boolean => {
  const isRun = event.startsWith("prefect.flow-run.") && telling.has(resource["prefect.state-type"] ?? "");
  if (!isRun && !event.startsWith("prefect.work-")) return false;
  const id = `prefect.work-pool.${poolId}`;
  return resource["prefect.resource.id"] === id || related.some((one) => one["prefect.resource.id"] === id);
};

/**
 * Sees when there is something to start in a pool: a run falls due, is scheduled, or finds a slot because another one ended or
 * a limit changed. What other servers do is seen through their events, or a second later. Returns how to stop.
 */
export const followDueRuns = (ctx: Context, { poolId, queueIds, tell }: Followed): (() => void) => {
  let stopped = false;
  let looking = false;
  let again = false;
  /** The run that the worker was last told of. */
  let told: string | undefined;
  let callOffDue = (): void => undefined;
  let callOffLater: (() => void) | undefined;

  const look = async (isNews: boolean): Promise<void> => {
    const now = ctx.clock.now();
    const first = await findFirstDue(ctx.read, { poolId, queueIds });
    if (stopped || first === undefined) return;
    const isDue = compareInstants(first.due, now) <= 0;
    if (isDue && (isNews || first.id !== told)) {
      told = first.id;
      tell();
    }
    const next = isDue ? await findFirstDue(ctx.read, { poolId, queueIds }, now) : first;
    if (stopped || next === undefined) return;
    callOffDue();
    callOffDue = ctx.clock.after(Math.max(secondsBetween(ctx.clock.now(), next.due), 0) * 1000, wake);
  };
  const wake = (): void => start(true);
  const start = (isNews: boolean): void => {
    again ||= looking && isNews;
    if (stopped || looking) return;
    looking = true;
    again = false;
    look(isNews)
      .catch((error: unknown) => ctx.log.warn({ err: error, work_pool: poolId }, "A worker could not be told of runs that are due."))
      .finally(() => ctx.clock.after(restMillis, rested));
  };
  const rested = (): void => {
    looking = false;
    if (again) wake();
  };
  const later = (): void => {
    callOffLater ??= ctx.clock.after(longRestMillis, () => {
      callOffLater = undefined;
      wake();
    });
  };

  const deaf = [
    ctx.bus.dueRuns.listen((pools) => pools.includes(poolId) && wake()),
    ctx.alarm.listen("due-runs", later),
    () => callOffDue(),
    // Such as making the runs of a schedule, of which no event tells.
    lookAgain(ctx, () => start(false)),
    () => callOffLater?.(),
  ];
  const stop = (): void => {
    stopped = true;
    for (const stopListening of deaf) stopListening();
  };
  ctx.tail
    .listen((events) => events.some((event) => concerns(poolId, event)) && wake())
    .then((stopListening) => (stopped ? stopListening() : void deaf.push(stopListening)))
    .catch((error: unknown) =>
      ctx.log.warn({ err: error, work_pool: poolId }, "A worker will not be told at once of runs that find a slot."),
    );
  wake();
  return stop;
};
