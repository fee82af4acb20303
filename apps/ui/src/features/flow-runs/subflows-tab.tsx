import { EmptyState } from "../../components/empty-state.tsx";
import { FlowRunList, type ListSearch } from "../../components/flow-run-list/flow-run-list.tsx";
import { SearchField } from "./search-field.tsx";

interface Props {
  readonly runId: string;
  readonly search: ListSearch & { readonly q?: string | undefined };
  readonly onSearch: (changes: Props["search"], how?: { readonly replace: boolean }) => void;
}

/** The flow runs that this one called. */
export const SubflowsTab = ({ runId, search, onSearch }: Props) => (
  <FlowRunList
    name="run-subflows"
    label="Subflow runs"
    filters={{
      flow_runs: { parent_flow_run_id: { any_: [runId] }, ...(search.q === undefined ? {} : { name: { like_: search.q } }) },
    }}
    search={search}
    onSearch={onSearch}
    toolbar={<SearchField label="Find a subflow run" q={search.q} onSearch={(q) => onSearch({ q, page: undefined }, { replace: true })} />}
    empty={
      search.q === undefined ? (
        <EmptyState title="No subflow runs">Flows that this one calls appear here.</EmptyState>
      ) : (
        <EmptyState title="No subflow run matches" />
      )
    }
  />
);
