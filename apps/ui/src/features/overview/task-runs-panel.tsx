import { Text } from "@mantine/core";
import type { StateType } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import { Panel } from "../../components/panel.tsx";
import { stateColor } from "../../components/state-looks.ts";
import classes from "./overview.module.css";
import { hasFilter, queryOf, type Scope } from "./scope.ts";
import type { OverviewData } from "./standard-overview.ts";
import { countTypes, StateTotals } from "./state-totals.tsx";

const ended: readonly StateType[] = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"];
const bad: readonly StateType[] = ["FAILED", "CRASHED"];

/** The share of the task runs that failed or crashed among those that have ended; undefined where none has. */
export const failedShare = (counts: readonly { readonly type: StateType; readonly count: number }[]): number | undefined => {
  const sum = (types: readonly StateType[]): number =>
    counts.reduce((total, { type, count }) => total + (types.includes(type) ? count : 0), 0);
  return sum(ended) === 0 ? undefined : sum(bad) / sum(ended);
};

/** The task runs of the period, by state. */
export const TaskRunsPanel = ({ overview, scope }: { readonly overview: OverviewData; readonly scope: Scope }) => {
  const { total, states } = overview.task_runs;
  const counts = countTypes(states);
  const share = failedShare(counts);
  const searchOf = (type?: StateType) =>
    ({ kind: "task", q: queryOf(scope, { by: "expected", ...(type === undefined ? {} : { states: [type.toLowerCase()] }) }) }) as const;
  // The list of task runs is filtered by what task runs have: neither the tags nor the parents of their flow runs.
  const hasList = !hasFilter(scope);
  return (
    <Panel title="Task runs">
      {hasList ? (
        <AppLink to="/runs" search={searchOf()} c="inherit" className={classes.count ?? ""}>
          {total.toLocaleString("en")}
        </AppLink>
      ) : (
        <span className={classes.count}>{total.toLocaleString("en")}</span>
      )}
      <div className={classes.share} aria-hidden="true">
        {counts.map(({ type, count }) => (
          <span key={type} data-bar style={{ flexGrow: count, background: stateColor(type) }} />
        ))}
      </div>
      <StateTotals states={states} searchOf={hasList ? searchOf : undefined} />
      {share !== undefined && (
        <Text size="sm" c="dimmed" mt="sm">
          {(share * 100).toFixed(1)} % of those that ended failed or crashed.
        </Text>
      )}
    </Panel>
  );
};
