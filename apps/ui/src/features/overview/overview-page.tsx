import { Group, Skeleton, Stack, Switch, TagsInput } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { printTimeRange } from "../../components/time/time-range.ts";
import { TimeRangePicker } from "../../components/time/time-range-picker.tsx";
import { AttentionPanel } from "./attention-panel.tsx";
import { FailuresPanel } from "./failures-panel.tsx";
import { FirstRunPage } from "./first-run-page.tsx";
import { FlowRunsPanel } from "./flow-runs-panel.tsx";
import { NextRunsPanel } from "./next-runs-panel.tsx";
import classes from "./overview.module.css";
import { PoolsPanel } from "./pools-panel.tsx";
import { type Scope, scopeOf } from "./scope.ts";
import { TaskRunsPanel } from "./task-runs-panel.tsx";
import { useIsUnused, useOverview } from "./use-overview.ts";

const route = getRouteApi("/dashboard");

const useScope = (): Scope => {
  const { window, from, to, tags, hide_subflows } = route.useSearch();
  return useMemo(() => scopeOf({ window, from, to, tags, hide_subflows }), [window, from, to, tags, hide_subflows]);
};

const Filters = ({ scope }: { readonly scope: Scope }) => {
  const navigate = useNavigate({ from: "/dashboard" });
  const change = (changes: object): void => void navigate({ search: (before) => ({ ...before, ...changes }) });
  return (
    <Group gap="sm">
      <Switch
        size="xs"
        label="Hide subflows"
        checked={scope.hidesSubflows}
        onChange={(event) => change({ hide_subflows: event.currentTarget.checked || undefined })}
      />
      <TagsInput
        size="xs"
        w={200}
        aria-label="Tags that runs must carry"
        placeholder={scope.tags.length === 0 ? "Tags" : ""}
        value={[...scope.tags]}
        onChange={(tags) => change({ tags: tags.length === 0 ? undefined : tags })}
      />
      <TimeRangePicker range={scope.range} onRange={(range) => change(printTimeRange(range))} />
    </Group>
  );
};

const Panels = ({ overview, scope, group }: Parameters<typeof FlowRunsPanel>[0]) => (
  <div className={classes.grid}>
    <div className={classes.column}>
      <FlowRunsPanel overview={overview} scope={scope} group={group} />
      <FailuresPanel overview={overview} scope={scope} />
      <PoolsPanel overview={overview} range={scope.range} />
    </div>
    <div className={classes.column}>
      <TaskRunsPanel overview={overview} scope={scope} />
      <AttentionPanel overview={overview} scope={scope} />
      <NextRunsPanel runs={overview.next_runs} />
    </div>
  </div>
);

const Waiting = () => (
  <Stack gap="md" aria-busy="true">
    <Skeleton h={240} />
    <Skeleton h={240} />
  </Stack>
);

/** Health at a glance: one request, asked again when something has happened. */
export const OverviewPage = () => {
  useLive("prefect.flow-run.", "prefect.task-run.", "prefect.work-pool.", "prefect.deployment.");
  const scope = useScope();
  const { tab } = route.useSearch();
  const { data, error, refetch } = useOverview(scope);
  const isUnused = useIsUnused(data, scope);
  if (isUnused) return <FirstRunPage />;
  return (
    <>
      <PageHeader title="Overview" actions={<Filters scope={scope} />} />
      <PageBody>
        {error !== null && <ErrorCard error={error} onRetry={() => void refetch()} />}
        {data !== undefined ? <Panels overview={data} scope={scope} group={tab} /> : error === null && <Waiting />}
      </PageBody>
    </>
  );
};
