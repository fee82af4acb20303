import { Skeleton } from "@mantine/core";
import { getRouteApi, useLocation } from "@tanstack/react-router";
import { Suspense } from "react";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { lazyPart } from "../../components/lazy-part.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { type PageTab, PageTabs } from "../../components/page-tabs.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { printLineHash, readLineHash } from "../../logs/log-search.ts";
import { RunArtifacts } from "../../run-details/run-artifacts.tsx";
import { hasEnded } from "../../run-details/run-state.ts";
import { StateHistory } from "../../run-details/state-history.tsx";
import { StateMessage } from "../../run-details/state-message.tsx";
import { useRunMark } from "../../run-details/use-run-mark.ts";
import { TaskInputsTab } from "./task-inputs-tab.tsx";
import { TaskRunActions } from "./task-run-actions.tsx";
import { type ShownTaskRun, TaskRunFacts, TaskRunFactsPanel } from "./task-run-facts.tsx";
import classes from "./task-runs.module.css";
import { useTaskRun, useTaskRunStates } from "./use-task-run.ts";

const route = getRouteApi("/runs/task-run/$id");

const LogWorkbench = lazyPart(() => import("../../logs/log-workbench.tsx").then(({ LogWorkbench }) => LogWorkbench));

const SummaryTab = ({ run }: { readonly run: ShownTaskRun }) => {
  const hasMessage = run.state?.message !== null && run.state?.message !== undefined && run.state.message !== "";
  return (
    <div className={classes.columns}>
      {hasMessage ? (
        <StateMessage state={run.state} />
      ) : (
        <EmptyState title="Nothing to report">Its state came without a message.</EmptyState>
      )}
      <TaskRunFactsPanel run={run} />
    </div>
  );
};

const LogsTab = ({ run }: { readonly run: ShownTaskRun }) => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { hash } = useLocation();
  return (
    <Suspense fallback={<Skeleton h={420} />}>
      <LogWorkbench
        scope={{ taskRunId: run.id }}
        name={run.name}
        isRunning={!hasEnded(run.state_type)}
        search={search}
        onSearch={(changes, { replace }) =>
          void navigate({ search: (old) => ({ ...old, ...changes }), hash: true, replace, resetScroll: false })
        }
        line={readLineHash(hash)}
        onLine={(line) =>
          void navigate({ search: (old) => old, hash: printLineHash(line), replace: true, resetScroll: false, hashScrollIntoView: false })
        }
      />
    </Suspense>
  );
};

const HistoryTab = ({ run }: { readonly run: ShownTaskRun }) => <StateHistory query={useTaskRunStates(run.id)} />;

const tabsOf = (run: ShownTaskRun): readonly PageTab[] => [
  { name: "summary", label: "Summary", render: () => <SummaryTab run={run} /> },
  { name: "logs", label: "Logs", render: () => <LogsTab run={run} /> },
  { name: "history", label: "History", render: () => <HistoryTab run={run} /> },
  { name: "inputs", label: "Inputs", render: () => <TaskInputsTab run={run} /> },
  { name: "artifacts", label: "Artifacts", render: () => <RunArtifacts of={{ task_run_id: { any_: [run.id] } }} /> },
  { name: "raw", label: "Raw", render: () => <JsonView value={run} label="the task run" /> },
];

/** What older addresses call the tabs. */
const aliases: Readonly<Record<string, string>> = { details: "summary", taskinputs: "inputs" };

const readTab = (tab: string | undefined): string => {
  const name = (tab ?? "").toLowerCase().replaceAll(/[^a-z]/g, "");
  return aliases[name] ?? name;
};

const LoadedRun = ({ run }: { readonly run: ShownTaskRun }) => {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  useRunMark(run.state_type);
  const crumbs = [
    <AppLink key="runs" to="/runs" search={{ kind: "task" }} size="xs">
      Runs
    </AppLink>,
    ...(run.flow_run_id === null
      ? []
      : [
          <AppLink key="flow-run" to="/runs/flow-run/$id" params={{ id: run.flow_run_id }} size="xs">
            {run.flow_run_name ?? "Flow run"}
          </AppLink>,
        ]),
  ];
  return (
    <>
      <PageHeader
        title={run.name}
        tab={`${run.state_name ?? "No state"}: ${run.name}`}
        crumbs={crumbs}
        badge={<StateBadge type={run.state_type} name={run.state_name} size="md" />}
        actions={<TaskRunActions key={run.id} run={run} />}
      />
      <TaskRunFacts run={run} />
      <PageTabs
        key={run.id}
        label="Parts of the task run"
        tabs={tabsOf(run)}
        tab={readTab(tab)}
        onTab={(name) => void navigate({ search: { tab: name === "summary" ? undefined : name }, resetScroll: false })}
      />
    </>
  );
};

export const TaskRunPage = () => {
  const { id } = route.useParams();
  return (
    <LoadedPage
      query={useTaskRun(id)}
      title="Task run"
      what="task run"
      action={
        <LinkButton to="/runs" search={{ kind: "task" }}>
          All task runs
        </LinkButton>
      }
    >
      {(run) => <LoadedRun run={run} />}
    </LoadedPage>
  );
};
