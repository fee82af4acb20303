import { ActionIcon, Button, Group, SegmentedControl, Skeleton, Text, Tooltip } from "@mantine/core";
import { IconCalendarTime, IconChevronLeft, IconChevronRight, IconList, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { useRunNames } from "../../components/flow-run-list/run-names.ts";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { printTimeRange, readTimeRange } from "../../components/time/time-range.ts";
import { TimeRangePicker } from "../../components/time/time-range-picker.tsx";
import { useNow } from "../../components/time/use-now.ts";
import { type FlowRunFilters, flowRunFields } from "../../query/flow-run-query.ts";
import { QueryBar } from "../../query/query-bar.tsx";
import { useQueryFilters } from "../../query/use-query-filters.ts";
import { useWindow } from "../../run-graph/use-window.ts";
import { type LaneKind, layOutLanes } from "./lanes.ts";
import { panned, readStretch, type Stretch, zoomed } from "./stretch.ts";
import classes from "./timeline.module.css";
import { TimelineChart } from "./timeline-chart.tsx";
import { TimelineList } from "./timeline-list.tsx";
import { useTimelineRuns } from "./use-timeline-runs.ts";

const route = getRouteApi("/timeline");
const empty: FlowRunFilters = {};

const kinds: readonly { readonly value: LaneKind; readonly label: string }[] = [
  { value: "deployment", label: "Deployments" },
  { value: "pool", label: "Work pools" },
  { value: "flow", label: "Flows" },
];

interface MoveProps {
  readonly stretch: Stretch;
  readonly onStretch: (stretch: Stretch) => void;
}

const Moves = ({ stretch, onStretch }: MoveProps) => (
  <Group gap={2}>
    {[
      { label: "Earlier", icon: IconChevronLeft, to: panned(stretch, -0.5) },
      { label: "Later", icon: IconChevronRight, to: panned(stretch, 0.5) },
      { label: "Zoom in", icon: IconZoomIn, to: zoomed(stretch, 0.5) },
      { label: "Zoom out", icon: IconZoomOut, to: zoomed(stretch, 2) },
    ].map(({ label, icon: Icon, to }) => (
      <Tooltip key={label} label={label}>
        <ActionIcon aria-label={label} onClick={() => onStretch(to)}>
          <Icon size={17} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    ))}
  </Group>
);

/** The shown time: it moves at once, the address and what is asked follow when the hand rests. */
const useStretch = () => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/timeline" });
  const onSearch = (changes: object): void => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const now = useNow(true, 10_000);
  const [moved, move] = useWindow(search, onSearch);
  const { from, to, window } = search;
  const settled = useMemo(() => ({ from, to, window }), [from, to, window]);
  return { now, shown: moved ?? readStretch(settled, now), settled, move };
};

const useTimeline = () => {
  useLive("prefect.flow-run.");
  const { by = "deployment", q = "" } = route.useSearch();
  const { now, shown, settled, move } = useStretch();
  const { filters, refusals } = useQueryFilters(q, { fields: flowRunFields, empty });
  const answer = useTimelineRuns(filters, settled);
  const names = useRunNames(answer.data?.runs);
  const lanes = layOutLanes(answer.data?.runs ?? [], { by, names, stretch: shown, now });
  return { by, q, now, shown, move, refusals, answer, lanes };
};

/** Which runs ran when, beside each other, and which are to come. */
export const TimelinePage = () => {
  const { by, q, now, shown, move, refusals, answer, lanes } = useTimeline();
  const { view = "chart", window, from, to } = route.useSearch();
  const navigate = useNavigate({ from: "/timeline" });
  const change = (changes: object): void => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const reset = (): void => move(undefined);
  const { data, error, refetch } = answer;
  return (
    <>
      <PageHeader
        title="Timeline"
        actions={
          <>
            <SegmentedControl
              size="xs"
              aria-label="Lanes by"
              value={by}
              data={[...kinds]}
              onChange={(next) => change({ by: kinds.find(({ value }) => value === next)?.value })}
            />
            <Button
              variant="default"
              aria-pressed={view === "list"}
              leftSection={<IconList size={15} />}
              onClick={() => change({ view: view === "list" ? undefined : "list" })}
            >
              As a list
            </Button>
          </>
        }
      />
      <PageBody>
        <div className={classes.filters}>
          <div className={classes.query}>
            <QueryBar
              label="Filter flow runs"
              query={q}
              onQuery={(next) => change({ q: next === "" ? undefined : next })}
              fields={flowRunFields}
              refusals={refusals}
            />
          </div>
          <TimeRangePicker range={readTimeRange({ window, from, to }, "12h")} onRange={(range) => change(printTimeRange(range))} />
          <Moves stretch={shown} onStretch={move} />
        </div>
        {error !== null && <ErrorCard error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton h={260} />}
        {data?.isCut === true && (
          <Text size="sm" c="dimmed">
            There are more runs than can be shown: these are the latest of this time. Zoom in, or narrow them down.
          </Text>
        )}
        {data !== undefined && lanes.length === 0 && (
          <Panel>
            <EmptyState icon={IconCalendarTime} title={q === "" ? "No runs in this time" : "No run of this time matches"}>
              Move to another time, or zoom out.
            </EmptyState>
          </Panel>
        )}
        {lanes.length > 0 &&
          (view === "list" ? (
            <TimelineList lanes={lanes} />
          ) : (
            <TimelineChart lanes={lanes} stretch={shown} now={now} onStretch={move} onReset={reset} />
          ))}
      </PageBody>
    </>
  );
};
