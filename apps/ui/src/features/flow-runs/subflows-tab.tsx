import { EmptyState } from "../../components/empty-state.tsx";
import { FlowRunList, type ListSearch } from "../../components/flow-run-list/flow-run-list.tsx";

interface Props {
  readonly runId: string;
  readonly search: ListSearch;
  readonly onSearch: (changes: ListSearch) => void;
}

/** The flow runs that this one called. */
export const SubflowsTab = ({ runId, search, onSearch }: Props) => (
  <FlowRunList
    name="run-subflows"
    label="Subflow runs"
    filters={{ flow_runs: { parent_flow_run_id: { any_: [runId] } } }}
    search={search}
    onSearch={onSearch}
    empty={<EmptyState title="No subflow runs">Flows that this one calls appear here.</EmptyState>}
  />
);
