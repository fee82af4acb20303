/** Why a flow run is late, waits or ended badly, with what shows it. */
import { route } from "./route.ts";
import { Bool, Decimal, Instant, Integer, List, Nullable, OneOf, Open, type Parsed, Text, Uuid } from "./schema.ts";
import { StateType } from "./states.ts";
import { Blocker, WaitingCause, waitingCodes } from "./waiting.ts";

/** A place in the code of a run, as a traceback names it. */
export const CodeFrame = Open({ file: Text, line: Integer, function: Nullable(Text), code: Nullable(Text) });
export type CodeFrame = Parsed<typeof CodeFrame>;

export const DiagnosisCause = Open({
  /**
   * Those of what a run waits for; then `deployment-paused` and `schedules-inactive`, for which no further run comes; `silent`, for
   * a run that is not heard of any more; and of one that ended badly what its state says, the first task or subflow that failed, and
   * where.
   */
  code: OneOf(
    ...waitingCodes,
    "deployment-paused",
    "schedules-inactive",
    "silent",
    "failed",
    "crashed",
    "cancelled",
    "failed-task",
    "failed-subflow",
    "traceback",
  ),
  /** A sentence for people. */
  text: Text,
  /** False for what does not keep this run itself from going on. */
  is_blocking: Bool,
  since: Nullable(Instant),
  until: Nullable(Instant),
  /** What to look at: what stands in the way, or what failed. */
  link: Nullable(Blocker),
  /** Who else has to do with it, such as the holders of a limit. */
  others: List(Blocker),
  slots: WaitingCause.fields.slots,
  /** What shows it: a message, or the last line of a traceback. */
  evidence: Nullable(Text),
  frame: Nullable(CodeFrame),
  /** How many failed like it. */
  count: Nullable(Integer),
});
export type DiagnosisCause = Parsed<typeof DiagnosisCause>;

export const Diagnosis = Open({
  flow_run_id: Uuid,
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
  state_timestamp: Nullable(Instant),
  /** Seconds past its time, of a run that has not started; null otherwise. */
  late_by: Nullable(Decimal),
  /** The one to look at first comes first. None for a run that fares well. */
  causes: List(DiagnosisCause),
});
export type Diagnosis = Parsed<typeof Diagnosis>;

export const uiDiagnosisRoutes = {
  diagnose: route.get("/ui/flow_runs/:id/diagnosis", {
    summary: "Why a flow run is late, waits or ended badly.",
    params: Open({ id: Uuid }),
    replies: { 200: Diagnosis },
  }),
} as const;
