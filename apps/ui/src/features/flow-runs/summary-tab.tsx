import type { FlowRun } from "@millrace/contract";
import layout from "../../components/layout.module.css";
import { StateMessage } from "../../run-details/state-message.tsx";
import { TaskSummaryPanel } from "../../run-details/task-summary-panel.tsx";
import type { TaskTotals } from "../../run-details/use-task-summary.ts";
import classes from "./flow-runs.module.css";
import { RunFactsPanel } from "./run-facts-panel.tsx";
import { useDiagnosis } from "./use-diagnosis.ts";
import { WhyPanel } from "./why-panel.tsx";

/** What happened and why, in one look. */
export const SummaryTab = ({ run, totals }: { readonly run: FlowRun; readonly totals: TaskTotals | undefined }) => {
  const diagnosis = useDiagnosis(run);
  // A message that is the evidence of a cause needs no second place.
  const isTold = diagnosis?.causes.some(({ evidence }) => evidence === run.state?.message) ?? false;
  const tasks = totals?.tasks ?? [];
  return (
    <div className={classes.columns}>
      <div className={layout.stack}>
        <WhyPanel run={run} diagnosis={diagnosis} />
        {!isTold && <StateMessage state={run.state} />}
        {tasks.length > 0 && <TaskSummaryPanel runId={run.id} tasks={tasks} />}
      </div>
      <RunFactsPanel run={run} />
    </div>
  );
};
