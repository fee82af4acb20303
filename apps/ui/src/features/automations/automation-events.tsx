import { Code } from "@mantine/core";
import type { ReceivedEvent } from "@millrace/contract";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Instant } from "../../components/time/instant.tsx";

const reasonOf = ({ payload }: ReceivedEvent): string => {
  const { reason, action_type } = payload;
  return [action_type, reason].filter((each) => typeof each === "string").join(": ");
};

const columns: readonly Column<ReceivedEvent>[] = [
  {
    id: "event",
    label: "Event",
    onPhone: "title",
    render: ({ event, id, occurred }) => (
      <AppLink to="/events/event/$date/$id" params={{ date: occurred.slice(0, 10), id }} size="sm">
        <Code>{event}</Code>
      </AppLink>
    ),
  },
  { id: "about", label: "About", render: (event) => reasonOf(event) || null },
  { id: "occurred", label: "Occurred", width: "180px", render: ({ occurred }) => <Instant at={occurred} /> },
];

/** What has happened to an automation: when it fired, and how its actions went. */
export const AutomationEvents = ({ id }: { readonly id: string }) => {
  const { data, error, refetch } = useCall("eventQueries", "list", {
    body: { filter: { resource: { id: [`prefect.automation.${id}`] } }, limit: 50 },
  });
  return (
    <DataTable
      name="automation-events"
      label="What happened, newest first"
      columns={columns}
      rows={data?.events}
      keyOf={(event) => event.id}
      nameOf={({ event }) => event}
      error={error}
      onRetry={() => void refetch()}
      empty={<EmptyState title="Nothing yet">When its trigger fires, and how each action went, is listed here.</EmptyState>}
    />
  );
};
