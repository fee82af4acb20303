import { Skeleton, Stack } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { useRunNames } from "../../components/flow-run-list/run-names.ts";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { ArtifactsTable } from "./artifacts-table.tsx";
import { FactsTable } from "./facts-table.tsx";
import { MessagesTable } from "./messages-table.tsx";
import { StatesTable } from "./states-table.tsx";
import { TasksTable } from "./tasks-table.tsx";
import { type Comparison, useComparison } from "./use-comparison.ts";
import { ValuesPanel } from "./values-panel.tsx";

const route = getRouteApi("/runs/compare");

const Compared = ({ comparison }: { readonly comparison: Comparison }) => {
  const { runs } = comparison;
  const names = useRunNames(runs);
  return (
    <>
      <FactsTable runs={runs} names={names} />
      <ValuesPanel title="Parameters" runs={runs} valuesOf={({ parameters }) => parameters} />
      <ValuesPanel title="Job variables" runs={runs} valuesOf={({ job_variables }) => job_variables ?? {}} />
      <TasksTable runs={runs} tasks={comparison.tasks} isCut={comparison.areTasksCut} />
      <StatesTable runs={runs} steps={comparison.steps} />
      <MessagesTable runs={runs} messages={comparison.messages} isCut={comparison.areMessagesCut} />
      <ArtifactsTable runs={runs} artifacts={comparison.artifacts} />
    </>
  );
};

const Waiting = () => (
  <Stack gap="md" aria-busy="true">
    <Skeleton h={200} />
    <Skeleton h={160} />
  </Stack>
);

/** Two or three runs side by side: what they were given, what they did and where they went different ways. */
export const CompareRunsPage = () => {
  useLive("prefect.flow-run.");
  const { a, b, c } = route.useSearch();
  const ids = [a, b, c].flatMap((id) => id ?? []);
  const { data, error, refetch } = useComparison(ids);
  const swapped = { a: b, b: a, c };
  return (
    <>
      <PageHeader
        title="Compare runs"
        crumbs={[
          <AppLink key="runs" to="/runs" size="xs">
            Runs
          </AppLink>,
        ]}
        actions={
          ids.length > 1 && (
            <LinkButton to="/runs/compare" search={swapped} variant="default" leftSection={<IconArrowsDiff size={15} />}>
              Swap A and B
            </LinkButton>
          )
        }
      />
      <PageBody>
        {ids.length < 2 ? (
          <Panel>
            <EmptyState
              icon={IconArrowsDiff}
              title="Choose two or three runs"
              action={<LinkButton to="/runs">To the list of runs</LinkButton>}
            >
              Tick them in the list and press Compare; or compare a run with the last success from its page.
            </EmptyState>
          </Panel>
        ) : (
          <>
            {error !== null && <ErrorCard error={error} onRetry={() => void refetch()} />}
            {data !== undefined ? <Compared comparison={data} /> : error === null && <Waiting />}
          </>
        )}
      </PageBody>
    </>
  );
};
