import type { Diagnosis, DiagnosisCause, FlowRun, StateType } from "@millrace/contract";
import { useAnswer } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";

/** States that somebody may ask about. */
const questionable: readonly StateType[] = ["SCHEDULED", "PENDING", "PAUSED", "CANCELLING", "FAILED", "CRASHED", "CANCELLED", "RUNNING"];

const codes: Partial<Readonly<Record<StateType, DiagnosisCause["code"]>>> = {
  FAILED: "failed",
  CRASHED: "crashed",
  CANCELLED: "cancelled",
  PAUSED: "paused",
};

/** As much as the run itself tells, for servers that explain nothing. */
const diagnosisOf = ({ id, state, state_type, state_name, next_scheduled_start_time, ...run }: FlowRun): Diagnosis => {
  const due = state_type === "SCHEDULED" ? (next_scheduled_start_time ?? run.expected_start_time) : null;
  const isLate = due !== null && Date.parse(due) < Date.now();
  const text =
    due === null ? (state?.message ?? undefined) : isLate ? "Its time has come, and no worker has taken it yet." : "It waits for its time.";
  const code = due === null ? codes[state_type ?? "RUNNING"] : isLate ? ("no-worker" as const) : ("scheduled" as const);
  const nothing = { link: null, others: [], slots: null, evidence: null, frame: null, count: null };
  return {
    flow_run_id: id,
    state_type,
    state_name,
    state_timestamp: state?.timestamp ?? null,
    late_by: isLate ? (Date.now() - Date.parse(due)) / 1000 : null,
    causes:
      text === undefined || code === undefined
        ? []
        : [{ ...nothing, code, text, is_blocking: true, since: state?.timestamp ?? null, until: isLate ? null : due }],
  };
};

/** Why a run is late, waits or ended badly; kept as `ui`, which events of flow runs touch. */
export const useDiagnosis = (run: FlowRun): Diagnosis | undefined =>
  useAnswer<Diagnosis>(
    {
      noun: "ui",
      name: "diagnosis",
      input: { flowRunId: run.id },
      ask: (api, signal) =>
        withFallback(
          { api, flag: "ui-diagnosis" },
          () => api.uiDiagnosis.diagnose({ id: run.id }, { signal }),
          async () => diagnosisOf(run),
        ),
    },
    { enabled: run.state_type !== null && questionable.includes(run.state_type) },
  ).data;
