import type { BriefFlowRun, StuckRun } from "@millrace/contract";
import { IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { AppLink } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Duration } from "../../components/time/duration.tsx";
import classes from "./overview.module.css";
import { queryOf, type Scope } from "./scope.ts";
import type { OverviewData } from "./standard-overview.ts";

const Run = ({ run, children }: { readonly run: BriefFlowRun; readonly children: ReactNode }) => (
  <li className={classes.item}>
    <AppLink to="/runs/flow-run/$id" params={{ id: run.id }} size="sm" fw={550} truncate>
      {run.name}
    </AppLink>
    <StateBadge type={run.state_type} name={run.state_name} />
    <span className={classes.beside}>
      {run.flow_name}
      {run.deployment_name !== null && ` / ${run.deployment_name}`}
    </span>
    <span className={classes.beside}>{children}</span>
  </li>
);

const reasons: Readonly<Record<StuckRun["reason"], string>> = {
  pending: "has not begun for",
  cancelling: "has not ended for",
  silent: "not heard of for",
};

const Stuck = ({ run }: { readonly run: StuckRun }) => (
  <Run run={run}>
    {reasons[run.reason]} <Duration since={run.since} />
  </Run>
);

const Late = ({ run }: { readonly run: BriefFlowRun }) => {
  const due = run.next_scheduled_start_time ?? run.expected_start_time;
  return (
    <Run run={run}>
      {due !== null && (
        <>
          late by <Duration since={due} />
        </>
      )}
    </Run>
  );
};

/** Runs that should have started, and runs that do not get on, as things are now. */
export const AttentionPanel = ({ overview, scope }: { readonly overview: OverviewData; readonly scope: Scope }) => {
  const { late, stuck } = overview;
  const isQuiet = late.count + stuck.count === 0;
  return (
    <Panel
      title="Late and stuck"
      flush
      actions={
        <span className={classes.beside}>
          {late.count > 0 && (
            <AppLink to="/runs" search={{ q: queryOf(scope, { states: ["late"] }) }} size="sm">
              {late.count.toLocaleString("en")} late
            </AppLink>
          )}
          {stuck.count > 0 && (
            <AppLink to="/runs" search={{ q: queryOf(scope, { states: [...new Set(stuck.runs.map(stateOf))] }) }} size="sm">
              {stuck.count.toLocaleString("en")} stuck
            </AppLink>
          )}
        </span>
      }
    >
      {isQuiet ? (
        <EmptyState icon={IconCircleCheck} title="Every run is on time and on its way" />
      ) : (
        <ul className={classes.list} aria-label="Late and stuck runs">
          {late.runs.map((run) => (
            <Late key={run.id} run={run} />
          ))}
          {stuck.runs.map((run) => (
            <Stuck key={run.id} run={run} />
          ))}
        </ul>
      )}
    </Panel>
  );
};

const stateOf = ({ reason }: StuckRun): string => (reason === "silent" ? "running" : reason);
