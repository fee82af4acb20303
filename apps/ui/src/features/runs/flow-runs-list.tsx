import type { BulkAction, DurationSort, FlowRun, FlowRunSort } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useLive } from "../../api/live-context.tsx";
import { useAnswer, useCall } from "../../api/use-call.ts";
import type { BulkTarget } from "../../bulk-runs/bulk-actions.ts";
import { BulkBar } from "../../bulk-runs/bulk-bar.tsx";
import { BulkDialog } from "../../bulk-runs/bulk-dialog.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { type RunNames, useRunNames } from "../../components/flow-run-list/run-names.ts";
import { useChoice } from "../../components/many/use-choice.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { compactFlowRunColumns, flowRunColumns } from "./flow-run-columns.tsx";
import type { ListProps } from "./list-props.ts";
import { NoRuns } from "./no-runs.tsx";
import { flowRunFilters } from "./run-scope.ts";
import { hasValue, toggleValue } from "./toggle-term.ts";
import type { Facets } from "./use-facets.ts";

const durationSorts: readonly DurationSort[] = ["DURATION_ASC", "DURATION_DESC"];
const sorts: readonly FlowRunSort[] = ["NAME_ASC", "NAME_DESC", "START_TIME_ASC", "START_TIME_DESC", "END_TIME_DESC"];
const keyOf = ({ id }: FlowRun): string => id;
const nameOf = ({ name }: FlowRun): string => name;

const namesIn = (facets: Facets | undefined): RunNames => {
  const byId = (values: NonNullable<Facets["flows"]>["values"] = []) =>
    new Map(values.flatMap(({ id, name }) => (id === null || name === null ? [] : [[id, name] as const])));
  return { flows: byId(facets?.flows?.values), deployments: byId(facets?.deployments?.values) };
};

/** A page of the list, and what its rows show beside themselves. */
const useFlowRuns = ({ scope, search }: ListProps, facets: { readonly data: Facets | undefined; readonly isPending: boolean }) => {
  const [{ rows }] = usePreferences();
  const { page = 1, limit = rows } = search;
  const byDuration = scope.knowsTraits ? durationSorts.find((each) => each === search.sort) : undefined;
  const usual = sorts.find((each) => each === search.sort) ?? "START_TIME_DESC";
  const sort = byDuration ?? usual;
  const input = { scope, sort, page, limit };
  const runs = useAnswer(
    {
      noun: "flowRuns",
      name: "list-of-page",
      input,
      ask: (api, signal) => {
        const { filters } = flowRunFilters(scope, Date.now());
        return byDuration === undefined && filters.traits === undefined
          ? api.flowRuns.paginate({ body: { ...filters, sort: usual, page, limit } }, { signal })
          : api.uiRuns.paginate({ body: { ...filters, sort, page, limit } }, { signal });
      },
    },
    { keepPrevious: true },
  );
  const results = runs.data?.results;
  const known = useMemo(() => namesIn(facets.data), [facets.data]);
  const names = useRunNames(facets.isPending ? undefined : results, known);
  const ids = results?.map(keyOf).toSorted() ?? [];
  const counts = useCall("ui", "countTaskRuns", { body: { flow_run_ids: ids } }, { enabled: ids.length > 0, keepPrevious: true });
  // Rows that are held still while newer ones wait keep the counts they had.
  const taskCounts = useRef<Record<string, number>>({});
  Object.assign(taskCounts.current, counts.data);
  return { runs, names, taskCounts: taskCounts.current, input };
};

interface Props extends ListProps {
  readonly facets: { readonly data: Facets | undefined; readonly isPending: boolean };
}

/** The flow runs that match, to be looked at, filtered by their cells and worked on together. */
export const FlowRunsList = (props: Props) => {
  useLive("prefect.flow-run.");
  const { scope, search, onSearch, onQuery, facets } = props;
  const navigate = useNavigate();
  const { runs, names, taskCounts, input } = useFlowRuns(props, facets);
  const choice = useChoice<{ readonly action: BulkAction; readonly target: BulkTarget }>();
  const [wasStarted, setStarted] = useState(false);
  const onPick = (field: string, value: string): void => {
    if (!hasValue(scope.q, { field, value })) onQuery(toggleValue(scope.q, { field, value }));
  };
  const columns = search.view === "compact" ? compactFlowRunColumns : flowRunColumns;
  const count = runs.data?.count ?? 0;
  const chosen = [...choice.keys];
  const ask = (action: BulkAction): void => {
    setStarted(false);
    const filters = choice.isAll ? flowRunFilters(scope, Date.now()).filters : { flow_runs: { id: { any_: chosen } } };
    choice.ask({ action, target: { filters, count: choice.isAll ? count : chosen.length } });
  };
  return (
    <>
      <DataTable
        name={search.view === "compact" ? "runs-compact" : "runs"}
        label="Flow runs"
        columns={columns({ names, taskCounts, onPick, knowsTraits: scope.knowsTraits ?? false })}
        rows={runs.data?.results}
        keyOf={keyOf}
        nameOf={nameOf}
        error={runs.error}
        onRetry={() => void runs.refetch()}
        sorting={{ sort: input.sort, onSort: (sort) => onSearch({ sort, page: undefined }) }}
        selection={{ keys: choice.keys, onChange: choice.choose }}
        onOpen={({ id }) => void navigate({ to: "/runs/flow-run/$id", params: { id } })}
        identity={JSON.stringify([input, choice.revision])}
        empty={<NoRuns scope={scope} onSearch={onSearch} what="flow run" />}
        {...(chosen.length > 0 && {
          toolbar: (
            <BulkBar
              chosen={chosen}
              isAll={choice.isAll}
              count={count}
              onAll={choice.chooseAll}
              onClear={() => choice.choose(new Set())}
              onAction={ask}
            />
          ),
        })}
        {...(runs.data !== undefined && {
          paging: {
            page: input.page,
            limit: input.limit,
            count,
            pages: runs.data.pages,
            onPage: (page: number) => onSearch({ page }),
            onLimit: (limit: number) => onSearch({ limit, page: undefined }),
          },
        })}
      />
      {choice.pending !== undefined && (
        <BulkDialog {...choice.pending} onStarted={() => setStarted(true)} onClose={wasStarted ? choice.close : choice.leave} />
      )}
    </>
  );
};
