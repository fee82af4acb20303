import { Button } from "@mantine/core";
import { IconBolt, IconPlus } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { LinkButton } from "../../components/app-link.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { automationColumns } from "./automation-columns.tsx";
import { KeptOnlyNote } from "./kept-only-note.tsx";
import { orders, searchAutomations, useAutomations } from "./list-automations.ts";
import { useMentionedNames } from "./resources.ts";

const route = getRouteApi("/automations");

const createButton = (
  <LinkButton to="/automations/create" leftSection={<IconPlus size={15} />}>
    New automation
  </LinkButton>
);

/** What the address asks for, and the page of it that is shown. */
const useShown = () => {
  const [{ rows: usual }] = usePreferences();
  const { q = "", sort, page = 1, limit = usual } = route.useSearch();
  const { data, error, refetch } = useAutomations();
  const order = orders.find((each) => each === sort) ?? "NAME_ASC";
  const found = data && searchAutomations(data, q, order);
  const pages = Math.max(1, Math.ceil((found?.length ?? 0) / limit));
  const current = Math.min(page, pages);
  const rows = found?.slice((current - 1) * limit, current * limit);
  return { q, order, rows, error, refetch, isEmpty: data?.length === 0, count: found?.length ?? 0, page: current, pages, limit };
};

export const AutomationsPage = () => {
  useLive("prefect.automation.");
  const { q, order, rows, error, refetch, isEmpty, count, page, pages, limit } = useShown();
  const names = useMentionedNames(rows);
  const navigate = useNavigate({ from: "/automations" });
  const search = (text: string, replace: boolean): void =>
    void navigate({ search: (old) => ({ ...old, page: undefined, q: text === "" ? undefined : text }), replace });
  const empty = isEmpty ? (
    <EmptyState icon={IconBolt} title="No automations yet" action={createButton}>
      An automation acts when something happens, or fails to happen: it sends a message when a run fails, or starts one deployment after
      another.
    </EmptyState>
  ) : (
    <EmptyState
      title="No automation matches"
      action={
        <Button variant="default" onClick={() => search("", false)}>
          Clear the search
        </Button>
      }
    />
  );
  return (
    <>
      <PageHeader title="Automations" actions={createButton} />
      <PageBody>
        <KeptOnlyNote />
        <DataTable
          name="automations"
          label="Automations"
          columns={automationColumns(names, (tag) => search(tag, false))}
          rows={rows}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          error={error}
          onRetry={() => void refetch()}
          onOpen={({ id }) => void navigate({ to: "/automations/automation/$id", params: { id } })}
          empty={empty}
          sorting={{ sort: order, onSort: (sort) => void navigate({ search: (old) => ({ ...old, page: undefined, sort }) }) }}
          paging={{
            ...{ page, pages, count, limit },
            onPage: (next, length) => void navigate({ search: (old) => ({ ...old, page: next, limit: length }) }),
            onLimit: (next) => void navigate({ search: (old) => ({ ...old, page: undefined, limit: next }) }),
          }}
          toolbar={
            <SearchBox
              label="Search automations by name, description or tag"
              hint="Search by name or tag"
              value={q}
              onChange={(value) => search(value, true)}
            />
          }
        />
      </PageBody>
    </>
  );
};
