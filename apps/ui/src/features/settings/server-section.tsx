import { Code, Text } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useCall } from "../../api/use-call.ts";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { listSettings, type ServerSetting } from "./list-settings.ts";

const route = getRouteApi("/settings/$section");

const columns: readonly Column<ServerSetting>[] = [
  { id: "name", label: "Setting", onPhone: "title", render: ({ name }) => <Code>{name}</Code> },
  {
    id: "value",
    label: "Value",
    render: ({ value }) => (value === null ? <Text size="sm">not set</Text> : <Code>{JSON.stringify(value)}</Code>),
  },
];

/** What the server runs with. Secrets come masked from the server. */
export const ServerSection = () => {
  const { q = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/settings/$section" });
  const settings = useCall("admin", "getSettings", undefined, { poll: 0 });
  const rows = useMemo(() => {
    const words = q.toLowerCase().split(/[\s_.]+/);
    return settings.data && listSettings(settings.data).filter(({ name }) => words.every((word) => name.includes(word)));
  }, [settings.data, q]);
  return (
    <DataTable
      name="server-settings"
      label="Settings of the server"
      columns={columns}
      rows={rows}
      keyOf={({ name }) => name}
      nameOf={({ name }) => name}
      error={settings.error}
      onRetry={() => void settings.refetch()}
      empty={<EmptyState title="No setting matches">Parts of names are searched, such as csrf enabled.</EmptyState>}
      toolbar={
        <SearchBox
          label="Search settings"
          value={q}
          onChange={(value) => void navigate({ search: { q: value || undefined }, replace: true })}
        />
      }
    />
  );
};
