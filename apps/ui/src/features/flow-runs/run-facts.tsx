import type { FlowRun } from "@millrace/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../components/app-link.tsx";
import { FactStrip } from "../../components/fact-strip.tsx";
import { RunDuration } from "../../components/flow-run-list/run-columns.tsx";
import { StateIcon } from "../../components/state-badge.tsx";
import { stateLabel } from "../../components/state-looks.ts";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import classes from "../../run-details/run-details.module.css";
import type { TaskTotals } from "../../run-details/use-task-summary.ts";
import type { Belongings } from "./use-flow-run.ts";

/** How many task runs are in which state; leads to them. */
export const TaskCounts = ({ runId, totals }: { readonly runId: string; readonly totals: TaskTotals | undefined }) => {
  if (totals === undefined) return <span>…</span>;
  if (totals.total === 0) return <span>None</span>;
  return (
    <span className={classes.counts}>
      {totals.states.map(({ type, count }) => (
        <AppLink
          key={type}
          to="/runs/flow-run/$id"
          params={{ id: runId }}
          search={{ tab: "tasks", state: [type] }}
          size="sm"
          underline="hover"
          aria-label={`${count} ${stateLabel(type)}`}
        >
          <span className={classes.count}>
            <StateIcon type={type} size={15} /> {count.toLocaleString("en")}
          </span>
        </AppLink>
      ))}
    </span>
  );
};

const Place = ({ run }: { readonly run: FlowRun }): ReactNode => {
  const { work_pool_name: pool, work_queue_id, work_queue_name: queue } = run;
  if (pool === null) return "In its own process";
  return (
    <>
      <AppLink to="/work-pools/work-pool/$name" params={{ name: pool }} size="sm">
        {pool}
      </AppLink>
      {queue !== null && work_queue_id !== null && (
        <>
          {" / "}
          <AppLink to="/work-queues/work-queue/$id" params={{ id: work_queue_id }} size="sm">
            {queue}
          </AppLink>
        </>
      )}
    </>
  );
};

interface Props {
  readonly run: FlowRun;
  readonly belongings: Belongings | undefined;
  readonly totals: TaskTotals | undefined;
}

/** What matters most about a run. */
export const RunFacts = ({ run, belongings, totals }: Props) => {
  const due = run.next_scheduled_start_time ?? run.expected_start_time;
  const isDue = run.start_time === null;
  const deployment = run.deployment_id;
  return (
    <FactStrip
      facts={[
        {
          label: "Flow",
          value: (
            <AppLink to="/flows/flow/$id" params={{ id: run.flow_id }} size="sm">
              {belongings?.flow?.name ?? "…"}
            </AppLink>
          ),
        },
        {
          label: "Deployment",
          value:
            deployment === null ? (
              "None"
            ) : (
              <AppLink to="/deployments/deployment/$id" params={{ id: deployment }} size="sm">
                {belongings?.deployment?.name ?? (belongings === undefined ? "…" : "Deleted")}
              </AppLink>
            ),
        },
        { label: "Runs in", value: <Place run={run} /> },
        isDue
          ? { label: run.state_name === "Late" ? "Was due" : "Starts", value: <Instant at={due} /> }
          : { label: "Started", value: <Instant at={run.start_time} /> },
        { label: "Duration", value: <RunDuration run={run} /> },
        { label: "Task runs", value: <TaskCounts runId={run.id} totals={totals} /> },
        ...(run.tags.length === 0 ? [] : [{ label: "Tags", value: <Tags tags={run.tags} most={6} /> }]),
      ]}
    />
  );
};
