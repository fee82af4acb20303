import { Button, Group } from "@mantine/core";
import { IconBinaryTree2 } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useLive } from "../../api/live-context.tsx";
import { LinkButton } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { flowFields } from "../../query/other-queries.ts";
import { QueryBar } from "../../query/query-bar.tsx";
import { parseQuery, printQuery } from "../../query/terms.ts";
import { useQueryFilters } from "../../query/use-query-filters.ts";
import { SavedViews } from "../../saved-views/saved-views.tsx";
import { FlowTable } from "./flow-table.tsx";

const route = getRouteApi("/flows");
const everything = {};

const Empty = ({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) =>
  isFiltered ? (
    <EmptyState
      title="No flow matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      }
    />
  ) : (
    <EmptyState icon={IconBinaryTree2} title="No flows yet" action={<LinkButton to="/dashboard">See how to run a first one</LinkButton>}>
      A flow shows up here with its first run.
    </EmptyState>
  );

export const FlowsPage = () => {
  useLive("prefect.flow-run.", "prefect.flow.", "prefect.deployment.");
  const { q = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/flows" });
  const { filters, refusals } = useQueryFilters(q, { fields: flowFields, empty: everything });
  const onQuery = useCallback(
    (query: string) => void navigate({ search: (old) => ({ ...old, q: query === "" ? undefined : query, page: undefined }) }),
    [navigate],
  );
  const onTag = useCallback(
    (tag: string) => onQuery(printQuery([...parseQuery(q), { field: "tag", values: [tag], isNegated: false }])),
    [onQuery, q],
  );
  return (
    <>
      <PageHeader title="Flows" />
      <PageBody>
        <Group gap="xs" wrap="nowrap">
          <div style={{ flex: 1, minWidth: 0 }}>
            <QueryBar label="Filter flows" query={q} onQuery={onQuery} fields={flowFields} refusals={refusals} example="is:deployed" />
          </div>
          <SavedViews name="flows" query={q} onQuery={onQuery} />
        </Group>
        <FlowTable filters={filters} onTag={onTag} empty={<Empty isFiltered={q !== ""} onClear={() => onQuery("")} />} />
      </PageBody>
    </>
  );
};
