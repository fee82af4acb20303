/** Rules that a deployment's schedule asks for (docs/guides/schedules.md). Beyond the protocol: a schedule without a policy has none. */
import { addSeconds, compareInstants, secondsBetween } from "@millrace/contract";
import { makeState } from "../drafts.ts";
import { defineFlowRunRule, type RuleContext, reject, type Verdict } from "../rule.ts";
import { andThen, type NamedRun, type ScheduleStanding } from "../rule-store.ts";
import { type FlowRun, scheduleOf } from "../run.ts";

/** A run that waits for another one of its schedule to end. */
export const awaitingEarlierRun = "AwaitingEarlierRun";

/** States of a run whose turn has not come: who waits for something else has not missed its time. */
const untouched: readonly string[] = ["Scheduled", "Late"];

/** Decided when a run is about to be prepared, so that it holds whoever starts it, and however many ask at once. */
export const followSchedulePolicy = defineFlowRunRule({
  name: "follow-schedule-policy",
  from: ["SCHEDULED"],
  to: ["PENDING"],
  decide(context) {
    const { run, store, now } = context;
    const schedule_id = scheduleOf(run);
    if (schedule_id === undefined || run.deployment_id === null) return undefined;
    const { id, deployment_id, expected_start_time } = run;
    const asked = { id, deployment_id, schedule_id, expected_start_time: expected_start_time ?? now };
    return andThen(store.findScheduleStanding(asked, now), (standing) => {
      if (standing === undefined) return undefined;
      return refuseMissed(standing, context) ?? refuseOverlap(standing, context);
    });
  },
});

type Context = RuleContext<FlowRun>;
type Answer = Verdict<FlowRun> | undefined;

const quoted = ({ name }: NamedRun): string => `"${name}"`;

const cancel = (message: string): Answer => reject<FlowRun>(makeState("CANCELLED", { message }), message);

const refuseMissed = ({ missed, missed_after_seconds, later }: ScheduleStanding, { run, initial, now }: Context): Answer => {
  const behind = secondsBetween(run.expected_start_time ?? now, now);
  if (!untouched.includes(initial?.name ?? "") || behind <= missed_after_seconds) return undefined;
  if (missed === "skip") return cancel(missedMessage(missed_after_seconds));
  return missed === "latest_only" && later !== undefined ? cancel(supersededMessage(later)) : undefined;
};

/** Why a run is cancelled that was to start in time or not at all. */
export const missedMessage = (seconds: number): string =>
  `Skipped: it had not begun ${seconds} s after its time, and its schedule skips what it misses.`;

/** Why a run is cancelled when only the last missed date counts. */
export const supersededMessage = (later: NamedRun): string =>
  `Skipped: it missed its time, and so did the later run ${quoted(later)} of its schedule, which runs only the latest.`;

/** Workers prepare runs some seconds before their date. What is in the way then may be gone in time, so nothing is cancelled yet. */
const isEarly = ({ run, now }: Context): boolean => run.expected_start_time !== null && compareInstants(now, run.expected_start_time) < 0;

const refuseOverlap = (standing: ScheduleStanding, context: Context): Answer => {
  const { overlap, underWay, before, later } = standing;
  if (overlap === "queue") return waitFor(underWay ?? before, context);
  if (overlap === "allow") return undefined;
  if (isEarly(context)) return waitFor(underWay, context);
  if (overlap === "cancel_new") {
    return underWay && cancel(`Skipped: the run ${quoted(underWay)} of its schedule is still under way.`);
  }
  return later === undefined ? waitFor(underWay, context) : cancel(replacedMessage(later));
};

/** Why a run is cancelled when the next one takes its place. */
export const replacedMessage = (later: NamedRun): string =>
  `Cancelled: it is time for the later run ${quoted(later)} of its schedule, which takes its place.`;

/** It asks again by itself in case nobody tells it; usually the end of the other run does (services/schedule-policies.ts). */
const waitFor = (ahead: NamedRun | undefined, context: Context): Answer => {
  if (ahead === undefined) return undefined;
  const { run, settings, now } = context;
  const message = `Waits for the run ${quoted(ahead)} of its schedule to end.`;
  const scheduled_time = isEarly(context) ? run.expected_start_time : addSeconds(now, settings.deploymentSlotWaitSeconds);
  return reject<FlowRun>(makeState("SCHEDULED", { name: awaitingEarlierRun, message, details: { scheduled_time } }), message);
};
