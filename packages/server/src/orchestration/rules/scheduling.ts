/** Rules about the time a run is meant to start. */
import { secondsBetween } from "@millrace/contract";
import { accept, defineFlowRunRule, defineRule, defineTaskRunRule, everyState, reject, wait } from "../rule.ts";

/** A run on its way keeps the time it was scheduled for. That of one that waited for a slot was only when to ask again. */
export const copyScheduledTime = defineRule({
  name: "copy-scheduled-time",
  from: ["SCHEDULED"],
  to: ["PENDING"],
  decide({ initial, proposed, now }) {
    const { scheduled_time } = initial.state_details;
    if (scheduled_time === null || proposed.state_details.scheduled_time !== null) return undefined;
    const waitedForSlot = initial.name === "AwaitingConcurrencySlot" && secondsBetween(now, scheduled_time) > 0;
    return accept({ details: { scheduled_time: waitedForSlot ? now : scheduled_time } });
  },
});

/** A background task run keeps the id under which its parameters are stored. */
export const copyTaskParametersId = defineTaskRunRule({
  name: "copy-task-parameters-id",
  from: ["SCHEDULED", "PENDING"],
  to: ["PENDING", "RUNNING"],
  decide({ initial, proposed }) {
    const { task_parameters_id } = initial.state_details;
    if (task_parameters_id === null || proposed.state_details.task_parameters_id !== null) return undefined;
    return accept({ details: { task_parameters_id } });
  },
});

/** Seconds to the nearest whole one, a half downwards. */
const wholeSeconds = (seconds: number): number => Math.ceil(seconds - 0.5);

/** Runs start by the server's clock. Who is early by less than half a second may go on. */
export const waitForScheduledTime = defineRule({
  name: "wait-for-scheduled-time",
  from: ["SCHEDULED", "PENDING"],
  to: ["RUNNING"],
  decide({ initial, now }) {
    const { scheduled_time } = initial.state_details;
    if (scheduled_time === null) return undefined;
    const seconds = wholeSeconds(secondsBetween(now, scheduled_time));
    return seconds > 0 ? wait(seconds, "Scheduled time is in the future") : undefined;
  },
});

/** Only a run that waits for its time can miss it, and only once. */
export const markOnlyScheduledLate = defineFlowRunRule({
  name: "mark-only-scheduled-late",
  from: everyState,
  to: ["SCHEDULED"],
  decide({ initial, proposed }) {
    if (proposed.name !== "Late") return undefined;
    if (initial.type !== "SCHEDULED") return reject(null, "Only scheduled flows can be marked late.");
    return initial.name === "Late" ? reject(null, "This flow run is already marked late.") : undefined;
  },
});
