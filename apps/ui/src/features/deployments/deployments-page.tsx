import { Button, Group } from "@mantine/core";
import { IconPlus, IconRoute } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { LinkButton } from "../../components/app-link.tsx";
import { DeploymentList } from "../../components/deployment-list/deployment-list.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { deploymentFields } from "../../query/other-queries.ts";
import { QueryBar } from "../../query/query-bar.tsx";
import { parseQuery, printQuery } from "../../query/terms.ts";
import { useQueryFilters } from "../../query/use-query-filters.ts";
import { SavedViews } from "../../saved-views/saved-views.tsx";

const route = getRouteApi("/deployments");
const everything = {};

const CreateButton = () => (
  <LinkButton to="/deployments/create" leftSection={<IconPlus size={15} />}>
    Create a deployment
  </LinkButton>
);

const Empty = ({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) =>
  isFiltered ? (
    <EmptyState
      title="No deployment matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      }
    />
  ) : (
    <EmptyState icon={IconRoute} title="No deployments yet" action={<CreateButton />}>
      A deployment says when, where and with what a flow runs. Flows that are served or deployed from code show up here by themselves.
    </EmptyState>
  );

export const DeploymentsPage = () => {
  const search = route.useSearch();
  const { q = "" } = search;
  const navigate = useNavigate({ from: "/deployments" });
  const { filters, refusals } = useQueryFilters(q, { fields: deploymentFields, empty: everything });
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
      <PageHeader title="Deployments" actions={<CreateButton />} />
      <PageBody>
        <Group gap="xs" wrap="nowrap">
          <div style={{ flex: 1, minWidth: 0 }}>
            <QueryBar
              label="Filter deployments"
              query={q}
              onQuery={onQuery}
              fields={deploymentFields}
              refusals={refusals}
              example="is:paused"
            />
          </div>
          <SavedViews name="deployments" query={q} onQuery={onQuery} />
        </Group>
        <DeploymentList
          name="deployments"
          filters={filters}
          search={search}
          onSearch={(changes) => void navigate({ search: (old) => ({ ...old, ...changes }) })}
          onTag={onTag}
          empty={<Empty isFiltered={q !== ""} onClear={() => onQuery("")} />}
        />
      </PageBody>
    </>
  );
};
