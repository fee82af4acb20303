/** Rules that limit how many tasks with a tag run at a time (server.md §3.2, §7). */

import { jittered } from "../jitter.ts";
import { abort, accept, anyOrigin, defineTaskRunRule, everyState, type RuleContext, type Verdict, wait } from "../rule.ts";
import { andThen, type MaybePromise, type TagLimit } from "../rule-store.ts";
import type { TaskRun } from "../run.ts";

/** Slots of tasks last until the task gives them back; a lease has to end some time. */
const hundredYears = 100 * 365 * 24 * 3600;

/** A task run takes a slot of every limit on its tags, or waits. */
export const takeTagSlots = defineTaskRunRule({
  name: "take-tag-slots",
  from: anyOrigin,
  to: ["RUNNING"],
  decide(context) {
    const { run, store } = context;
    if (run.tags.length === 0) return undefined;
    return andThen(store.listTagLimits(run.tags), (limits): MaybePromise<Verdict<TaskRun> | undefined> => {
      const active = limits.filter((limit) => limit.active);
      const closed = active.find((limit) => limit.limit === 0);
      if (closed !== undefined) {
        return abort(`The concurrency limit on tag "${closed.tag}" is 0 and will deadlock if the task tries to run again.`);
      }
      return active.length === 0 ? undefined : takeSlotsOf(active, context);
    });
  },
});

const takeSlotsOf = (limits: readonly TagLimit[], context: RuleContext<TaskRun>): MaybePromise<Verdict<TaskRun>> => {
  const { run, store } = context;
  const holder = { type: "task_run", id: run.id } as const;
  const request = { limit_ids: limits.map((limit) => limit.id), seconds: hundredYears, holder };
  return andThen(store.tryTakeSlots(request), (leaseId) =>
    leaseId === undefined
      ? wait(waitSeconds(limits, context), `Concurrency limit reached for tags: ${limits.map((limit) => limit.tag).join(", ")}`)
      : accept<TaskRun>({ undo: () => store.releaseLease(leaseId) }),
  );
};

/** About as long as a slot of the fullest limit is usually held. */
const waitSeconds = (limits: readonly TagLimit[], { settings, random }: RuleContext<TaskRun>): number => {
  const fullest = limits.reduce((one, other) => (other.active_slots / other.limit > one.active_slots / one.limit ? other : one));
  const longest = settings.tagSlotWaitSeconds;
  return Math.round(jittered(Math.min(fullest.avg_slot_occupancy_seconds || longest, longest), random));
};

/** A task run that stops gives back all it holds. */
export const releaseTagSlots = defineTaskRunRule({
  name: "release-tag-slots",
  from: anyOrigin,
  to: everyState,
  always: true,
  after({ run, state }) {
    if (run.tags.length === 0 || state.type === "RUNNING" || state.type === "CANCELLING") return [];
    return [{ kind: "release-task-slots", task_run_id: run.id, tags: run.tags }];
  },
});
