import { Code, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useCall } from "../../api/use-call.ts";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
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
        <TextInput
          size="xs"
          w={240}
          type="search"
          aria-label="Search settings"
          placeholder="Search"
          leftSection={<IconSearch size={14} />}
          value={q}
          onChange={(event) => void navigate({ search: { q: event.currentTarget.value || undefined }, replace: true })}
        />
      }
    />
  );
};
