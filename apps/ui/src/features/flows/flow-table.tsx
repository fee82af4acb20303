import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { FlowSort } from "@millrace/contract";
import { IconTrash } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo, useState } from "react";
import { type InputOf, useCall } from "../../api/use-call.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { pagingOf } from "../../components/data-table/paging-of.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { DeleteFlowsDialog } from "./delete-flows-dialog.tsx";
import { type FlowRow, flowColumns } from "./flow-columns.tsx";
import { useFlowSummaries } from "./use-flow-summaries.ts";

const route = getRouteApi("/flows");

type Filters = Omit<NonNullable<NonNullable<InputOf<"flows", "paginate">>["body"]>, "sort" | "limit" | "page">;

interface Props {
  readonly filters: Filters;
  readonly onTag: (tag: string) => void;
  readonly empty: ReactNode;
}

const sorts: readonly FlowSort[] = ["NAME_ASC", "NAME_DESC", "CREATED_DESC", "UPDATED_DESC"];
const keyOf = ({ flow }: FlowRow): string => flow.id;
const nameOf = ({ flow }: FlowRow): string => flow.name;
const none: ReadonlySet<string> = new Set();

const useFlowRows = (filters: Filters, { sort, page, limit }: { sort: FlowSort; page: number; limit: number }) => {
  const { data, error, refetch } = useCall("flows", "paginate", { body: { ...filters, sort, page, limit } }, { keepPrevious: true });
  const summaries = useFlowSummaries(data?.results);
  const rows = useMemo(() => data?.results.map((flow): FlowRow => ({ flow, summary: summaries?.get(flow.id) })), [data, summaries]);
  return { data, error, refetch, rows };
};

const SelectedBar = ({ rows, onDone }: { readonly rows: readonly FlowRow[]; readonly onDone: () => void }) => {
  const [isDeleting, dialog] = useDisclosure();
  return (
    <>
      <Text size="sm" fw={600}>
        {rows.length} selected
      </Text>
      <Button variant="default" leftSection={<IconTrash size={15} />} onClick={dialog.open}>
        Delete
      </Button>
      <Button variant="subtle" onClick={onDone}>
        Clear
      </Button>
      <DeleteFlowsDialog flows={rows.map(({ flow }) => flow)} opened={isDeleting} onClose={dialog.close} onDeleted={onDone} />
    </>
  );
};

/** Flows a page at a time, with how they fare: two requests, however many. */
export const FlowTable = ({ filters, onTag, empty }: Props) => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/flows" });
  const [preferences] = usePreferences();
  const { page = 1, limit = preferences.rows } = search;
  const sort = sorts.find((each) => each === search.sort) ?? "NAME_ASC";
  const { data, error, refetch, rows } = useFlowRows(filters, { sort, page, limit });
  const [selected, setSelected] = useState(none);
  const columns = useMemo(() => flowColumns(onTag), [onTag]);
  const chosen = rows?.filter(({ flow }) => selected.has(flow.id)) ?? [];
  const change = (changes: object): void => void navigate({ search: (old) => ({ ...old, page: undefined, ...changes }) });
  return (
    <DataTable
      name="flows"
      label="Flows"
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      nameOf={nameOf}
      error={error}
      onRetry={() => void refetch()}
      sorting={{ sort, onSort: (next) => change({ sort: next }) }}
      selection={{ keys: selected, onChange: setSelected }}
      onOpen={({ flow: { id } }) => void navigate({ to: "/flows/flow/$id", params: { id } })}
      identity={JSON.stringify([filters, sort, page, limit])}
      empty={empty}
      {...(chosen.length === 0 ? {} : { toolbar: <SelectedBar rows={chosen} onDone={() => setSelected(none)} /> })}
      {...pagingOf(data, { page, limit, onSearch: change })}
    />
  );
};
