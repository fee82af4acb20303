import type { FlowRun } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useBulkChoice } from "../../bulk/use-bulk-choice.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { compactFlowRunColumns, flowRunColumns } from "./flow-run-columns.tsx";
import type { ListProps } from "./list-props.ts";
import { NoRuns } from "./no-runs.tsx";
import { flowRunFilters } from "./run-scope.ts";
import { hasValue, toggleValue } from "./toggle-term.ts";
import { useFlowRuns } from "./use-flow-runs.ts";

const keyOf = ({ id }: FlowRun): string => id;
const nameOf = ({ name }: FlowRun): string => name;

/** The flow runs that match, to be looked at, filtered by their cells and worked on together. */
export const FlowRunsList = (props: ListProps) => {
  useLive("prefect.flow-run.");
  const { scope, search, onSearch, onQuery } = props;
  const navigate = useNavigate();
  const { runs, names, taskCounts, input } = useFlowRuns(props);
  const onPick = (field: string, value: string): void => {
    if (!hasValue(scope.q, { field, value })) onQuery(toggleValue(scope.q, { field, value }));
  };
  const columns = search.view === "compact" ? compactFlowRunColumns : flowRunColumns;
  const count = runs.data?.count ?? 0;
  const bulk = useBulkChoice({ subject: "flow_runs", count, filters: () => flowRunFilters(scope, Date.now()).filters });
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
        selection={bulk.selection}
        onOpen={({ id }) => void navigate({ to: "/runs/flow-run/$id", params: { id } })}
        identity={JSON.stringify([input, bulk.revision])}
        empty={<NoRuns scope={scope} onSearch={onSearch} what="flow run" />}
        toolbar={bulk.bar}
        {...(runs.data !== undefined && {
          paging: {
            page: input.page,
            limit: input.limit,
            count,
            pages: runs.data.pages,
            onPage: (page: number, limit: number) => onSearch({ page, limit }),
            onLimit: (limit: number) => onSearch({ limit, page: undefined }),
          },
        })}
      />
      {bulk.dialog}
    </>
  );
};
