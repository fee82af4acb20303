import { Skeleton } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import { getRouteApi, useLocation, useNavigate } from "@tanstack/react-router";
import { Suspense } from "react";
import { useCall } from "../../api/use-call.ts";
import { JsonView } from "../../components/json/json-view.tsx";
import { lazyPart } from "../../components/lazy-part.tsx";
import type { PageTab } from "../../components/page-tabs.tsx";
import { printLineHash, readLineHash } from "../../logs/log-search.ts";
import { RunArtifacts } from "../../run-details/run-artifacts.tsx";
import { hasEnded } from "../../run-details/run-state.ts";
import { StateHistory } from "../../run-details/state-history.tsx";
import type { TaskTotals } from "../../run-details/use-task-summary.ts";
import { InputsTab } from "./inputs-tab.tsx";
import { SubflowsTab } from "./subflows-tab.tsx";
import { SummaryTab } from "./summary-tab.tsx";
import { readTab, type TabName } from "./tab-names.ts";
import { TasksTab } from "./tasks-tab.tsx";
import type { Belongings } from "./use-flow-run.ts";

const route = getRouteApi("/runs/flow-run/$id");

const RunGraphPanel = lazyPart(() => import("../../run-graph/run-graph-panel.tsx").then(({ RunGraphPanel }) => RunGraphPanel));
const LogWorkbench = lazyPart(() => import("../../logs/log-workbench.tsx").then(({ LogWorkbench }) => LogWorkbench));

interface Shown {
  readonly run: FlowRun;
  readonly belongings: Belongings | undefined;
  readonly totals: TaskTotals | undefined;
}

/** What the address says of the open tab, and how it is changed: choices are steps back, typing is not. */
const useTabSearch = () => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = (changes: object, { replace } = { replace: false }): void =>
    void navigate({ search: (old) => ({ ...old, ...changes }), hash: true, replace, resetScroll: false });
  return { search, onSearch };
};

const GraphTab = ({ run, view }: { readonly run: FlowRun; readonly view: "gantt" | "graph" | "table" }) => {
  const { search, onSearch } = useTabSearch();
  return (
    <Suspense fallback={<Skeleton h={420} />}>
      <RunGraphPanel flowRunId={run.id} view={view} search={search} onSearch={onSearch} />
    </Suspense>
  );
};

const LogsTab = ({ run }: { readonly run: FlowRun }) => {
  const { search, onSearch } = useTabSearch();
  const navigate = route.useNavigate();
  const { hash } = useLocation();
  return (
    <Suspense fallback={<Skeleton h={420} />}>
      <LogWorkbench
        scope={{ flowRunId: run.id }}
        name={run.name}
        isRunning={!hasEnded(run.state_type)}
        search={search}
        onSearch={onSearch}
        line={readLineHash(hash)}
        onLine={(line) =>
          void navigate({ search: (old) => old, hash: printLineHash(line), replace: true, resetScroll: false, hashScrollIntoView: false })
        }
      />
    </Suspense>
  );
};

const HistoryTab = ({ run }: { readonly run: FlowRun }) => (
  <StateHistory query={useCall("flowRunStates", "list", { query: { flow_run_id: run.id } })} />
);

const TasksOfRun = ({ run }: { readonly run: FlowRun }) => <TasksTab runId={run.id} {...useTabSearch()} />;
const SubflowsOfRun = ({ run }: { readonly run: FlowRun }) => <SubflowsTab runId={run.id} {...useTabSearch()} />;

const labels: Readonly<Record<TabName, string>> = {
  summary: "Summary",
  gantt: "Gantt",
  graph: "Graph",
  table: "Outline",
  logs: "Logs",
  tasks: "Tasks",
  subflows: "Subflows",
  artifacts: "Artifacts",
  inputs: "Inputs",
  history: "History",
  raw: "Raw",
};

/** The parts of the page, which of them is open, and how another is opened. */
export const useFlowRunTabs = ({ run, belongings, totals }: Shown) => {
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  const renderers: Readonly<Record<TabName, PageTab["render"]>> = {
    summary: () => <SummaryTab run={run} totals={totals} />,
    gantt: () => <GraphTab run={run} view="gantt" />,
    graph: () => <GraphTab run={run} view="graph" />,
    table: () => <GraphTab run={run} view="table" />,
    logs: () => <LogsTab run={run} />,
    tasks: () => <TasksOfRun run={run} />,
    subflows: () => <SubflowsOfRun run={run} />,
    artifacts: () => <RunArtifacts of={{ flow_run_id: { any_: [run.id] } }} />,
    inputs: () => <InputsTab run={run} deployment={belongings?.deployment ?? null} />,
    history: () => <HistoryTab run={run} />,
    raw: () => <JsonView value={run} label="the flow run" />,
  };
  const tabs = Object.entries(renderers).map(([name, render]): PageTab => {
    const count = name === "tasks" ? totals?.total : undefined;
    return { name, label: labels[name as TabName], render, ...(count === undefined ? {} : { count }) };
  });
  // What one tab was asked for means nothing to another.
  const onTab = (name: string): void =>
    void navigate({
      to: "/runs/flow-run/$id",
      params: { id: run.id },
      search: { tab: name === "summary" ? undefined : name },
      resetScroll: false,
    });
  return { tabs, tab: readTab(tab), onTab };
};
