import type { FlowRun } from "@millrace/contract";
import { getRouteApi } from "@tanstack/react-router";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { PageTabs } from "../../components/page-tabs.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { useRunMark } from "../../run-details/use-run-mark.ts";
import { useTaskSummary } from "../../run-details/use-task-summary.ts";
import { RunActions } from "./run-actions.tsx";
import { RunFacts } from "./run-facts.tsx";
import { useBelongings, useFlowRun } from "./use-flow-run.ts";
import { useFlowRunTabs } from "./use-flow-run-tabs.tsx";

const route = getRouteApi("/runs/flow-run/$id");

const LoadedRun = ({ run }: { readonly run: FlowRun }) => {
  const belongings = useBelongings(run);
  const totals = useTaskSummary(run.id);
  const { tabs, tab, onTab } = useFlowRunTabs({ run, belongings, totals });
  useRunMark(run.state_type);
  const parent = belongings?.parent;
  const crumbs = [
    <AppLink key="runs" to="/runs" size="xs">
      Runs
    </AppLink>,
    ...(parent === null || parent === undefined
      ? []
      : [
          <AppLink key="parent" to="/runs/flow-run/$id" params={{ id: parent.id }} size="xs">
            {parent.name}
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
        actions={<RunActions key={run.id} run={run} tab={tab} />}
      />
      <RunFacts run={run} belongings={belongings} totals={totals} />
      <PageTabs key={run.id} label="Parts of the run" tabs={tabs} tab={tab} onTab={onTab} />
    </>
  );
};

export const FlowRunPage = () => {
  const { id } = route.useParams();
  return (
    <LoadedPage query={useFlowRun(id)} title="Flow run" what="flow run" action={<LinkButton to="/runs">All runs</LinkButton>}>
      {(run) => <LoadedRun run={run} />}
    </LoadedPage>
  );
};
