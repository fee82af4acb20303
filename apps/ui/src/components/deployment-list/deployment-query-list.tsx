import type { ReactNode } from "react";
import { type DeploymentFilters as AskedFilters, deploymentFields } from "../../query/other-queries.ts";
import { QueryBar } from "../../query/query-bar.tsx";
import { parseQuery, printQuery } from "../../query/terms.ts";
import { useQueryFilters } from "../../query/use-query-filters.ts";
import { ClearButton } from "../clear-button.tsx";
import { EmptyState } from "../empty-state.tsx";
import type { ListSearch } from "../flow-run-list/flow-run-list.tsx";
import layout from "../layout.module.css";
import { type DeploymentFilters, DeploymentList } from "./deployment-list.tsx";

interface Props {
  readonly name: string;
  /** What the deployments are of. */
  readonly filters: Pick<DeploymentFilters, "flows" | "work_pools">;
  readonly search: ListSearch;
  readonly onSearch: (changes: ListSearch) => void;
  /** Shown where there is none at all. */
  readonly empty: ReactNode;
}

const everything: AskedFilters = {};

/** The deployments of something, such as a flow, and the box to filter them. */
export const DeploymentQueryList = ({ name, filters: own, search, onSearch, empty }: Props) => {
  const { q = "" } = search;
  const { filters: asked, refusals } = useQueryFilters(q, { fields: deploymentFields, empty: everything });
  const filters = { ...own, ...asked, ...((own.flows || asked.flows) && { flows: { ...own.flows, ...asked.flows } }) };
  const onQuery = (query: string): void => onSearch({ q: query || undefined, page: undefined });
  const onTag = (tag: string): void => onQuery(printQuery([...parseQuery(q), { field: "tag", values: [tag], isNegated: false }]));
  return (
    <div className={layout.stack}>
      <QueryBar label="Filter deployments" query={q} onQuery={onQuery} fields={deploymentFields} refusals={refusals} example="is:paused" />
      <DeploymentList
        name={name}
        filters={filters}
        search={search}
        onSearch={onSearch}
        onTag={onTag}
        empty={q === "" ? empty : <EmptyState title="No deployment matches" action={<ClearButton onClear={() => onQuery("")} />} />}
      />
    </div>
  );
};
