import { Button, Group, Text } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { LineChart } from "../../components/charts/line-chart.tsx";
import { ClearButton } from "../../components/clear-button.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { printTimeRange } from "../../components/time/time-range.ts";
import { eventColumns } from "./event-columns.tsx";
import { EventFilters } from "./event-filters.tsx";
import { type Asking, useAsked, useEventCounts, useEvents } from "./use-events.ts";

const route = getRouteApi("/events");

interface PartProps {
  readonly asked: Asking;
  /** Changes of the address: a new question begins with its first page. */
  readonly onChange: (changes: object, replace?: boolean) => void;
}

/** Events over the period. A stretch drawn over it becomes the period. */
const Histogram = ({ asked, onChange }: PartProps) => {
  const { data } = useEventCounts(asked);
  const total = (data ?? []).reduce((sum, { count }) => sum + count, 0);
  const moment = (seconds: number): string => new Date(seconds * 1000).toISOString();
  return (
    <Panel title="Events over time">
      <LineChart
        label="Events over time"
        height={110}
        times={(data ?? []).map(({ start_time }) => Date.parse(start_time) / 1000)}
        series={[
          { label: "Events", color: "var(--mantine-primary-color-filled)", values: (data ?? []).map(({ count }) => count), isFilled: true },
        ]}
        onSelect={(from, to) => onChange(printTimeRange({ kind: "between", from: moment(from), to: moment(to) }))}
      />
      <Text size="xs" c="dimmed">
        {total.toLocaleString("en")} in all. Draw over the chart to look at a part of it.
      </Text>
    </Panel>
  );
};

/** The way to older pages and back. */
const Pages = ({ cursor, next }: { readonly cursor: string | undefined; readonly next: string | undefined }) => {
  const navigate = useNavigate({ from: "/events" });
  const go = (to: string | undefined): void => void navigate({ search: (old) => ({ ...old, cursor: to }) });
  if (cursor === undefined && next === undefined) return null;
  return (
    <Group justify="flex-end">
      <Button variant="default" disabled={cursor === undefined} onClick={() => go(undefined)}>
        Newest
      </Button>
      <Button variant="default" disabled={next === undefined} onClick={() => go(next)}>
        Older
      </Button>
    </Group>
  );
};

const List = ({ asked, onChange }: PartProps) => {
  const { data, error, refetch, next } = useEvents(asked);
  const navigate = useNavigate();
  const isFiltered = asked.q !== "" || asked.events.length > 0 || asked.resources.length > 0;
  const empty = isFiltered ? (
    <EmptyState
      title="No event matches"
      action={<ClearButton onClear={() => onChange({ q: undefined, event: undefined, resource: undefined })} />}
    />
  ) : (
    <EmptyState icon={IconActivity} title="Nothing happened in this period">
      Runs, deployments, workers and your own code tell of what happens to them; it is listed here. Look at a longer period to see more.
    </EmptyState>
  );
  return (
    <>
      <DataTable
        name="events"
        label="Events"
        columns={eventColumns}
        rows={data?.events}
        keyOf={({ id }) => id}
        nameOf={({ event }) => event}
        error={error}
        onRetry={() => void refetch()}
        onOpen={({ id, occurred }) => void navigate({ to: "/events/event/$date/$id", params: { date: occurred.slice(0, 10), id } })}
        identity={JSON.stringify([asked.q, asked.events, asked.resources, asked.since, asked.until, asked.cursor])}
        empty={empty}
      />
      <Pages cursor={asked.cursor} next={next} />
    </>
  );
};

export const EventsPage = () => {
  const asked = useAsked();
  const navigate = route.useNavigate();
  const change = (changes: object, replace = false): void =>
    void navigate({ search: (old) => ({ ...old, cursor: undefined, ...changes }), replace });
  return (
    <>
      <PageHeader title="Events" />
      <PageBody>
        <EventFilters asked={asked} onChange={change} />
        <Histogram asked={asked} onChange={change} />
        <List asked={asked} onChange={change} />
      </PageBody>
    </>
  );
};
