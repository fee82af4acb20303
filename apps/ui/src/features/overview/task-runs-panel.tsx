import { Text } from "@mantine/core";
import type { StateType } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { AppLink } from "../../components/app-link.tsx";
import { StateBars } from "../../components/charts/state-bars.tsx";
import { Panel } from "../../components/panel.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { joinBuckets, toBar } from "./flow-runs-panel.tsx";
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

const mostBars = 40;

/** The task runs of the period, over time and by state; each bar leads to its runs. */
export const TaskRunsPanel = ({ overview, scope }: { readonly overview: OverviewData; readonly scope: Scope }) => {
  const { total, states } = overview.task_runs;
  const counts = countTypes(states);
  const share = failedShare(counts);
  const searchOf = (type?: StateType) =>
    ({ kind: "task", q: queryOf(scope, { by: "expected", ...(type === undefined ? {} : { states: [type.toLowerCase()] }) }) }) as const;
  // The list of task runs is filtered by what task runs have: neither the tags nor the parents of their flow runs.
  const hasList = !hasFilter(scope);
  const navigate = useNavigate();
  const [preferences] = usePreferences();
  const buckets = useMemo(() => joinBuckets(overview.task_runs.buckets, mostBars), [overview]);
  const bars = useMemo(() => buckets.map((bucket) => toBar(bucket, preferences)), [buckets, preferences]);
  const onPick = (index: number): void => {
    const part = buckets[index];
    if (part !== undefined) void navigate({ to: "/runs", search: { kind: "task", q: queryOf(scope, { by: "expected", part }) } });
  };
  return (
    <Panel title="Task runs">
      {hasList ? (
        <AppLink to="/runs" search={searchOf()} c="inherit" className={classes.count ?? ""}>
          {total.toLocaleString("en")}
        </AppLink>
      ) : (
        <span className={classes.count}>{total.toLocaleString("en")}</span>
      )}
      <div className={classes.trend}>
        <StateBars label="Task runs over time, by state" buckets={bars} height={56} {...(hasList ? { onPick } : {})} />
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
