import { Code, Text } from "@mantine/core";
import type { Deployment } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import layout from "../../components/layout.module.css";
import { Panel } from "../../components/panel.tsx";
import { RunTrend } from "../../components/run-trend/run-trend.tsx";
import { TaskRunTrend } from "../../components/run-trend/task-run-trend.tsx";
import { ScheduleListText } from "../../components/schedule/schedule-list-text.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { printTimeRange, readTimeRange } from "../../components/time/time-range.ts";
import { ChangesTable } from "../../schema-form/changes-table.tsx";
import { type DeploymentChange, useChangeMarks, useChangesOf } from "./use-changes-of.ts";

const route = getRouteApi("/deployments/deployment/$id");

const NextRuns = ({ deployment: { id, paused, schedules } }: { readonly deployment: Deployment }) => {
  const { data } = useCall("flowRuns", "list", {
    body: {
      deployments: { id: { any_: [id] } },
      flow_runs: { state: { type: { any_: ["SCHEDULED"] } } },
      sort: "NEXT_SCHEDULED_START_TIME_ASC",
      limit: 5,
    },
  });
  const reason = paused
    ? "The deployment is paused."
    : schedules.some(({ active }) => active)
      ? "The schedules have no date to come, or its run is made in a moment."
      : "No schedule is on.";
  return (
    <Panel title="Next runs">
      {data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          None. {reason}
        </Text>
      ) : (
        <ul className={layout.list}>
          {(data ?? []).map((run) => (
            <li key={run.id} className={layout.item}>
              <AppLink to="/runs/flow-run/$id" params={{ id: run.id }} size="sm">
                {run.name}
              </AppLink>
              <Instant at={run.next_scheduled_start_time} />
            </li>
          ))}
        </ul>
      )}
      <Text size="sm" c="dimmed" mt={8} component="div">
        Schedules: <ScheduleListText schedules={schedules} />
      </Text>
    </Panel>
  );
};

const Change = ({ change: { at, fields, before, after } }: { readonly change: DeploymentChange }) => (
  <li className={layout.item}>
    {fields.length === 0 ? (
      <span>Made</span>
    ) : (
      <details style={{ minWidth: 0, flex: 1 }}>
        <summary>
          {fields.map((field, index) => (
            <span key={field}>
              {index > 0 && ", "}
              <Code>{field}</Code>
            </span>
          ))}
        </summary>
        <ChangesTable before={before} after={after} />
      </details>
    )}
    <Instant at={at} />
  </li>
);

const Changes = ({ changes }: { readonly changes: readonly DeploymentChange[] }) => (
  <Panel title="Changes">
    {changes.length === 0 ? (
      <EmptyState title="No changes are known" />
    ) : (
      <ul className={layout.list}>
        {changes.map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ul>
    )}
  </Panel>
);

/** How a deployment fares, what comes next and what was changed. */
export const SummaryTab = ({ deployment }: { readonly deployment: Deployment }) => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/deployments/deployment/$id" });
  const changes = useChangesOf(deployment.id);
  const marks = useChangeMarks(changes);
  const scope = { deployments: { id: { any_: [deployment.id] } } };
  const range = readTimeRange(search, "7d");
  return (
    <div className={layout.columns}>
      <div className={layout.stack}>
        <RunTrend
          scope={scope}
          range={range}
          onRange={(chosen) => void navigate({ search: (before) => ({ ...before, ...printTimeRange(chosen) }) })}
          marks={marks}
        />
        <TaskRunTrend scope={scope} range={range} />
      </div>
      <div className={layout.stack}>
        <NextRuns deployment={deployment} />
        <Changes changes={changes} />
      </div>
    </div>
  );
};
