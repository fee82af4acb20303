import { ActionIcon, Popover } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import { IconBraces } from "@tabler/icons-react";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { Filterable } from "../../components/filterable.tsx";
import { RunDuration } from "../../components/flow-run-list/run-columns.tsx";
import type { RunNames } from "../../components/flow-run-list/run-names.ts";
import { JsonView } from "../../components/json/json-view.tsx";
import { StateBadge, StateIcon } from "../../components/state-badge.tsx";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import classes from "./runs.module.css";

export interface ColumnContext {
  readonly names: RunNames;
  /** Task runs of each run, by its id. */
  readonly taskCounts: Readonly<Record<string, number>>;
  /** The server orders by durations. */
  readonly knowsTraits: boolean;
  /** Filters the list by a value. */
  readonly onPick: (field: string, value: string) => void;
}

const Parameters = ({ run: { name, parameters } }: { readonly run: FlowRun }) => {
  const count = Object.keys(parameters).length;
  if (count === 0) return <span>–</span>;
  return (
    <Popover position="left" withArrow width={380} withinPortal trapFocus>
      <Popover.Target>
        <ActionIcon aria-label={`Parameters of ${name}: ${count}`} size="sm">
          <IconBraces size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <JsonView value={parameters} label="Parameters" />
      </Popover.Dropdown>
    </Popover>
  );
};

const RunName = ({
  run,
  isLine = false,
  context: { names, onPick },
}: {
  readonly run: FlowRun;
  readonly isLine?: boolean;
  readonly context: ColumnContext;
}) => {
  const flow = names.flows.get(run.flow_id);
  return (
    <span className={classes.runName} data-line={isLine || undefined}>
      {isLine && run.state_type !== null && <StateIcon type={run.state_type} name={run.state_name} size={15} />}
      <AppLink to="/runs/flow-run/$id" params={{ id: run.id }} size="sm" fw={550} title={run.name}>
        {run.name}
      </AppLink>
      <Filterable field="flow" value={flow} onPick={onPick}>
        <span className={classes.ofFlow} title={flow}>
          {flow ?? "…"}
        </span>
      </Filterable>
    </span>
  );
};

const DeploymentCell = ({
  run: { deployment_id },
  context: { names, onPick },
}: {
  readonly run: FlowRun;
  readonly context: ColumnContext;
}) => {
  if (deployment_id === null) return <span>–</span>;
  const name = names.deployments.get(deployment_id);
  return (
    <Filterable field="deployment" value={name} onPick={onPick}>
      <AppLink to="/deployments/deployment/$id" params={{ id: deployment_id }} size="sm" truncate maw={220} title={name}>
        {name ?? "…"}
      </AppLink>
    </Filterable>
  );
};

const started: Column<FlowRun> = {
  id: "started",
  label: "Started",
  width: "110px",
  render: (run) => <Instant at={run.start_time ?? run.expected_start_time} />,
  sort: { ascending: "START_TIME_ASC", descending: "START_TIME_DESC" },
};
const duration = ({ knowsTraits }: ColumnContext): Column<FlowRun> => ({
  id: "duration",
  label: "Duration",
  width: "90px",
  align: "right",
  render: (run) => <RunDuration run={run} />,
  ...(knowsTraits && { sort: { ascending: "DURATION_ASC", descending: "DURATION_DESC" } }),
});

const extras = ({ onPick }: ColumnContext): readonly Column<FlowRun>[] => [
  { id: "expected", label: "Expected", isExtra: true, render: (run) => <Instant at={run.expected_start_time} /> },
  { id: "ended", label: "Ended", isExtra: true, render: (run) => <Instant at={run.end_time} />, sort: { descending: "END_TIME_DESC" } },
  { id: "queue", label: "Queue", isExtra: true, render: ({ work_queue_name }) => work_queue_name ?? "–" },
  {
    id: "version",
    label: "Version",
    isExtra: true,
    render: ({ flow_version }) => (
      <Filterable field="version" value={flow_version} onPick={onPick}>
        {flow_version ?? "–"}
      </Filterable>
    ),
  },
  { id: "attempts", label: "Attempts", isExtra: true, align: "right", render: ({ run_count }) => run_count },
  { id: "creator", label: "Created by", isExtra: true, render: ({ created_by }) => created_by?.display_value ?? "–" },
];

/** The columns of the list of flow runs. */
export const flowRunColumns = (context: ColumnContext): readonly Column<FlowRun>[] => [
  {
    id: "run",
    label: "Run",
    render: (run) => <RunName run={run} context={context} />,
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
    onPhone: "title",
  },
  {
    id: "state",
    label: "State",
    width: "130px",
    render: (run) => (
      <Filterable field="state" value={run.state_name} onPick={context.onPick}>
        <StateBadge type={run.state_type} name={run.state_name} />
      </Filterable>
    ),
  },
  { id: "deployment", label: "Deployment", render: (run) => <DeploymentCell run={run} context={context} /> },
  started,
  duration(context),
  { id: "tasks", label: "Tasks", width: "60px", align: "right", render: ({ id }) => context.taskCounts[id]?.toLocaleString("en") ?? "–" },
  { id: "tags", label: "Tags", render: ({ tags }) => <Tags tags={tags} most={2} onPick={(tag) => context.onPick("tag", tag)} /> },
  {
    id: "pool",
    label: "Work pool",
    isExtra: true,
    render: ({ work_pool_name }) => (
      <Filterable field="pool" value={work_pool_name} onPick={context.onPick}>
        {work_pool_name ?? "–"}
      </Filterable>
    ),
  },
  { id: "parameters", label: "Input", width: "60px", render: (run) => <Parameters run={run} /> },
  ...extras(context),
];

/** A line for each run and no more. */
export const compactFlowRunColumns = (context: ColumnContext): readonly Column<FlowRun>[] => [
  {
    id: "run",
    label: "Run",
    render: (run) => <RunName run={run} isLine context={context} />,
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
    onPhone: "title",
  },
  started,
  duration(context),
];
