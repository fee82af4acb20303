import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconChartDots, IconList, IconListCheck, IconTimeline } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Suspense, useMemo, useState } from "react";
import { useApi } from "../../api/api-context.tsx";
import { LinkButton } from "../../components/app-link.tsx";
import { lazyPart } from "../../components/lazy-part.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { printTimeRange } from "../../components/time/time-range.ts";
import { TimeRangePicker } from "../../components/time/time-range-picker.tsx";
import type { FieldHints } from "../../query/compile.ts";
import { taskRunFields } from "../../query/other-queries.ts";
import { QueryBar } from "../../query/query-bar.tsx";
import { SavedViews } from "../../saved-views/saved-views.tsx";
import { FacetsPanel } from "./facets-panel.tsx";
import { FlowRunsList } from "./flow-runs-list.tsx";
import type { ListProps } from "./list-props.ts";
import { RunHistogram } from "./run-histogram.tsx";
import { fieldsOf, flowRunFilters, type RunScope, readScope, taskRunFilters } from "./run-scope.ts";
import classes from "./runs.module.css";
import type { RunsSearch } from "./runs-search.ts";
import { TaskRunsList } from "./task-runs-list.tsx";
import { type Facets, useFlowRunFacets, useTaskRunFacets } from "./use-facets.ts";
import { useFlowRunTimeseries, useTaskRunTimeseries } from "./use-timeseries.ts";

const route = getRouteApi("/runs");

const RunScatter = lazyPart(() => import("./run-scatter.tsx").then(({ RunScatter }) => RunScatter));

interface FilterProps extends ListProps {
  readonly fields: FieldHints;
  readonly refusals: ReturnType<typeof flowRunFilters>["refusals"];
  readonly facets: Facets | undefined;
}

const valuesOf = (facets: Facets | undefined): Readonly<Record<string, readonly string[]>> => {
  const names = (facet: Facets["tags"]) => facet?.values.flatMap(({ name }) => name ?? []) ?? [];
  return { flow: names(facets?.flows), deployment: names(facets?.deployments), pool: names(facets?.work_pools), tag: names(facets?.tags) };
};

/** In place of the usual list. */
const views = [
  { name: "compact", label: "Compact", icon: IconList },
  { name: "scatter", label: "Scatter", icon: IconChartDots },
] as const;

/** Whose pages are longer than those of lists. */
const isScatter = (...names: readonly string[]): boolean => names.includes("scatter");

const Filters = ({ scope, search: { kind = "flow", view = "list" }, onSearch, onQuery, fields, refusals, facets }: FilterProps) => {
  const what = kind === "task" ? "task runs" : "flow runs";
  return (
    <div className={classes.filters}>
      <div className={classes.query}>
        <QueryBar label={`Filter ${what}`} query={scope.q} onQuery={onQuery} fields={fields} refusals={refusals} known={valuesOf(facets)} />
      </div>
      <TimeRangePicker
        range={scope.range}
        onRange={(range) => onSearch({ ...printTimeRange(range), page: undefined })}
        onAnyTime={() => onSearch({ window: "all", from: undefined, to: undefined, page: undefined })}
      />
      <SavedViews name={kind === "task" ? "task-runs" : "runs"} query={scope.q} onQuery={onQuery} />
      {kind === "flow" &&
        views.map(({ name, label, icon: Icon }) => (
          <Button
            key={name}
            variant={view === name ? "light" : "default"}
            aria-pressed={view === name}
            leftSection={<Icon size={15} />}
            onClick={() => onSearch({ view: view === name ? undefined : name, ...(isScatter(view, name) && { page: undefined }) })}
          >
            {label}
          </Button>
        ))}
    </div>
  );
};

/** The list with its bars over time above and its facets beside it. */
const Body = ({
  list,
  ...parts
}: { readonly list: ListProps } & Pick<Parameters<typeof RunHistogram>[0], "timeseries" | "label"> & {
    readonly filters: FilterProps;
    readonly children: React.ReactNode;
  }) => {
  const [hasFacets, setFacets] = useState(false);
  const { scope, onSearch, onQuery, search } = list;
  return (
    <PageBody>
      <Filters {...parts.filters} />
      <RunHistogram
        label={parts.label}
        timeseries={parts.timeseries}
        onPeriod={(from, to) => onSearch({ from, to, window: undefined, page: undefined })}
      />
      <div className={classes.layout} data-facets={hasFacets || undefined} data-view={search.view}>
        {search.view !== "compact" && (
          <div>
            <Button
              variant="default"
              className={classes.facetsOnPhone ?? ""}
              aria-expanded={hasFacets}
              leftSection={<IconAdjustmentsHorizontal size={15} />}
              onClick={() => setFacets(!hasFacets)}
            >
              Narrow down
            </Button>
            <FacetsPanel facets={parts.filters.facets} query={scope.q} onQuery={onQuery} />
          </div>
        )}
        {parts.children}
      </div>
    </PageBody>
  );
};

const FlowRuns = (list: ListProps) => {
  const facets = useFlowRunFacets(list.scope);
  const timeseries = useFlowRunTimeseries(list.scope);
  const { refusals } = useMemo(() => flowRunFilters(list.scope, 0), [list.scope]);
  return (
    <Body
      list={list}
      filters={{ ...list, fields: fieldsOf(list.scope), refusals, facets: facets.data }}
      timeseries={timeseries.data}
      label="Flow runs over time, by state"
    >
      {list.search.view === "scatter" ? (
        <Suspense fallback={<Skeleton h={420} />}>
          <RunScatter {...list} />
        </Suspense>
      ) : (
        <FlowRunsList {...list} />
      )}
    </Body>
  );
};

const TaskRuns = (list: ListProps) => {
  const facets = useTaskRunFacets(list.scope);
  const timeseries = useTaskRunTimeseries(list.scope);
  const { refusals } = useMemo(() => taskRunFilters(list.scope, 0), [list.scope]);
  return (
    <Body
      list={list}
      filters={{ ...list, fields: taskRunFields, refusals, facets: facets.data }}
      timeseries={timeseries.data}
      label="Task runs over time, by state"
    >
      <TaskRunsList {...list} />
    </Body>
  );
};

const useRunsSearch = (): Omit<ListProps, "scope"> & { readonly scope: RunScope } => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/runs" });
  const knowsTraits = useApi().offers("ui-run-traits");
  const scope = useMemo(() => ({ ...readScope(search), knowsTraits }), [search, knowsTraits]);
  const onSearch = (changes: RunsSearch): void => void navigate({ search: (before) => ({ ...before, ...changes }) });
  // The period on the screen stays when the bare list, which has one of its own, is given a query.
  const kept = scope.range === undefined ? { window: "all" } : printTimeRange(scope.range);
  return { search, scope, onSearch, onQuery: (q) => onSearch({ ...kept, q: q === "" ? undefined : q, page: undefined }) };
};

/** Every run there is: what happened when, of which kind, and what to do about it. */
export const RunsPage = () => {
  const list = useRunsSearch();
  const { kind = "flow" } = list.search;
  const { q, window, from, to } = list.search;
  const hasJobs = useApi().offers("ui-bulk");
  return (
    <>
      <PageHeader
        title="Runs"
        tab={kind === "task" ? "Task runs" : "Runs"}
        actions={
          <>
            <SegmentedControl
              size="xs"
              aria-label="Kind of runs"
              value={kind}
              data={[
                { value: "flow", label: "Flow runs" },
                { value: "task", label: "Task runs" },
              ]}
              onChange={(next) =>
                list.onSearch({
                  kind: next === "task" ? "task" : undefined,
                  q: undefined,
                  sort: undefined,
                  page: undefined,
                  view: undefined,
                })
              }
            />
            <LinkButton
              to="/timeline"
              search={{ q: kind === "flow" ? q : undefined, window, from, to }}
              variant="default"
              leftSection={<IconTimeline size={15} />}
            >
              Timeline
            </LinkButton>
            {hasJobs && (
              <LinkButton to="/runs/jobs" variant="default" leftSection={<IconListCheck size={15} />}>
                Jobs
              </LinkButton>
            )}
          </>
        }
      />
      {kind === "task" ? <TaskRuns {...list} /> : <FlowRuns {...list} />}
    </>
  );
};
