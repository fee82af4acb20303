import type { FlowRun } from "@millrace/contract";
import { StateMessage } from "../../run-details/state-message.tsx";
import classes from "./flow-runs.module.css";
import { RunFactsPanel } from "./run-facts-panel.tsx";
import { TaskSummaryPanel } from "./task-summary-panel.tsx";
import { useDiagnosis } from "./use-diagnosis.ts";
import type { TaskTotals } from "./use-task-summary.ts";
import { WhyPanel } from "./why-panel.tsx";

/** What happened and why, in one look. */
export const SummaryTab = ({ run, totals }: { readonly run: FlowRun; readonly totals: TaskTotals | undefined }) => {
  const diagnosis = useDiagnosis(run);
  const tasks = totals?.tasks ?? [];
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        <WhyPanel diagnosis={diagnosis} />
        <StateMessage state={run.state} />
        {tasks.length > 0 && <TaskSummaryPanel runId={run.id} tasks={tasks} />}
      </div>
      <RunFactsPanel run={run} />
    </div>
  );
};
