import type { FlowRun, State } from "@millrace/contract";
import { Panel } from "../../components/panel.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { formatDuration } from "../../components/time/format-time.ts";
import classes from "./compare.module.css";
import type { ComparedStep } from "./compare-states.ts";
import { ComparedTable } from "./compared-table.tsx";

const Step = ({ state, since }: { readonly state: State | undefined; readonly since: State | undefined }) => {
  if (state === undefined) return <span className={classes.none}>nothing more</span>;
  const seconds = since === undefined ? 0 : (Date.parse(state.timestamp) - Date.parse(since.timestamp)) / 1000;
  return (
    <span className={classes.step}>
      <StateBadge type={state.type} name={state.name} />
      {seconds > 0 && <span className={classes.none}>after {formatDuration(seconds)}</span>}
    </span>
  );
};

/** The histories of the runs step by step; the first at which they part is marked. */
export const StatesTable = ({ runs, steps }: { readonly runs: readonly FlowRun[]; readonly steps: readonly ComparedStep[] }) => (
  <Panel title="States" flush>
    <ComparedTable
      label="States"
      what="Step"
      runs={runs}
      rows={steps.map(({ states, isFirstDifference }, index) => ({
        key: String(index),
        head: index + 1,
        // biome-ignore lint/suspicious/noArrayIndexKey: runs never move.
        cells: states.map((state, run) => <Step key={run} state={state} since={steps[0]?.states[run]} />),
        differs: isFirstDifference,
      }))}
    />
  </Panel>
);
