import type { BulkSubject } from "@millrace/contract";
import {
  IconCalendarOff,
  IconCalendarTime,
  IconEdit,
  IconPlayerPause,
  IconPlayerStop,
  IconPlayerTrackNext,
  IconRotateClockwise,
  IconTrash,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Noun } from "../api/keys.ts";
import type { BulkWhat } from "./bulk-order.ts";

/** Something that can be done with many, and how it is told of. */
export type BulkDeed = BulkWhat & {
  readonly label: string;
  readonly icon: TablerIcon;
  /** What it does to each. */
  readonly effect: string;
  /** What has become of those it worked on. */
  readonly done: string;
  readonly isHarmless: boolean;
};

const cancel: BulkDeed = {
  subject: "flow_runs",
  action: "cancel",
  label: "Cancel",
  icon: IconPlayerStop,
  effect: "Each run is told to stop; one without a process is cancelled at once. Runs that have ended stay as they are and are reported.",
  done: "cancelled or being cancelled",
  isHarmless: false,
};

const retry: BulkDeed = {
  subject: "flow_runs",
  action: "retry",
  label: "Retry",
  icon: IconRotateClockwise,
  effect:
    "Each run that has ended starts again with the same parameters, as another attempt. Those without a deployment cannot, and are reported.",
  done: "scheduled again",
  isHarmless: true,
};

const setState = {
  action: "set_state",
  label: "Set state",
  icon: IconEdit,
  effect: "The server notes the state you choose for each run, past its rules. Nothing is run or stopped by it.",
  done: "changed",
  isHarmless: false,
} as const;

const remove = { action: "delete", label: "Delete", icon: IconTrash, done: "deleted", isHarmless: false } as const;

const runDeeds: readonly BulkDeed[] = [
  cancel,
  retry,
  { ...setState, subject: "flow_runs" },
  {
    ...remove,
    subject: "flow_runs",
    effect: "Each run goes with its states, task runs and logs. Processes that still run are not stopped. This cannot be undone.",
  },
];

const taskRunDeeds: readonly BulkDeed[] = [
  { ...setState, subject: "task_runs" },
  {
    ...remove,
    subject: "task_runs",
    effect:
      "Their states and logs go with them, and runs that took their results no longer show where these came from. This cannot be undone.",
  },
];

const deploymentDeeds: readonly BulkDeed[] = [
  {
    subject: "deployments",
    action: "pause",
    label: "Pause",
    icon: IconPlayerPause,
    effect: "None of them makes runs by schedule until it is resumed, and runs that wait for their time are dropped. Others go on.",
    done: "paused",
    isHarmless: true,
  },
  {
    subject: "deployments",
    action: "resume",
    label: "Resume",
    icon: IconPlayerTrackNext,
    effect: "Their schedules that are on make runs again.",
    done: "resumed",
    isHarmless: true,
  },
  {
    subject: "deployments",
    action: "schedules_on",
    label: "Schedules on",
    icon: IconCalendarTime,
    effect: "Every schedule of theirs makes runs, those included that somebody switched off.",
    done: "on schedule now",
    isHarmless: true,
  },
  {
    subject: "deployments",
    action: "schedules_off",
    label: "Schedules off",
    icon: IconCalendarOff,
    effect: "No schedule of theirs makes runs, and runs that wait for their time are dropped.",
    done: "off schedule now",
    isHarmless: true,
  },
  {
    ...remove,
    subject: "deployments",
    effect: "Their schedules go too, and runs that wait for their time are dropped. Runs that have begun stay in the history.",
  },
];

const flowDeeds: readonly BulkDeed[] = [
  {
    ...remove,
    subject: "flows",
    effect:
      "Their deployments and runs go too, those that have ended included. This cannot be undone. A flow comes back empty when its code runs again.",
  },
];

interface Subject {
  readonly one: string;
  readonly many: string;
  readonly deeds: readonly BulkDeed[];
  /** What is asked for again once something was done to them. */
  readonly touches: readonly Noun[];
}

export const bulkSubjects: Readonly<Record<BulkSubject, Subject>> = {
  flow_runs: {
    one: "run",
    many: "runs",
    deeds: runDeeds,
    touches: ["flowRuns", "flowRunStates", "taskRuns", "ui", "uiOverview", "waiting"],
  },
  task_runs: { one: "task run", many: "task runs", deeds: taskRunDeeds, touches: ["taskRuns", "taskRunStates", "ui"] },
  deployments: {
    one: "deployment",
    many: "deployments",
    deeds: deploymentDeeds,
    touches: ["deployments", "flowRuns", "flows", "ui", "uiOverview"],
  },
  flows: { one: "flow", many: "flows", deeds: flowDeeds, touches: ["flows", "deployments", "flowRuns", "ui", "uiOverview"] },
};

/** How many of what, such as "1,000 task runs". */
export const countOf = (subject: BulkSubject, count: number): string => {
  const { one, many } = bulkSubjects[subject];
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
};

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Throws where the server knows a deed that these pages do not. */
export const getDeed = ({ subject, action }: { readonly subject: BulkSubject; readonly action: string }): BulkDeed => {
  const deed = bulkSubjects[subject].deeds.find((each) => each.action === action);
  if (deed === undefined) throw new Error(`These pages do not know what ${action} does to ${bulkSubjects[subject].many}.`);
  return deed;
};

interface NamedJob {
  readonly subject: BulkSubject;
  readonly action: string;
  readonly total: number;
}

/** What a job is called, such as "Cancel: 1,000 flow runs". */
export const jobName = (job: NamedJob): string => `${getDeed(job).label}: ${countOf(job.subject, job.total)}`;
