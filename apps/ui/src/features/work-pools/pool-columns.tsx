import { Group, Stack, Text } from "@mantine/core";
import type { WorkPool } from "@millrace/contract";
import { IconAlertTriangle } from "@tabler/icons-react";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { formatDuration } from "../../components/time/format-time.ts";
import { Instant } from "../../components/time/instant.tsx";
import { Outcomes } from "../../components/work-pool/outcomes.tsx";
import type { PoolFigures } from "../../components/work-pool/pool-figures.ts";
import { Slots } from "../../components/work-pool/slots.tsx";
import { StatusBadge } from "../../components/work-pool/status-badge.tsx";
import { PoolMenu, PoolSwitch } from "./pool-actions.tsx";

/** A pool, and how it fares as soon as that is known. */
export interface PoolRow {
  readonly pool: WorkPool;
  readonly figures: PoolFigures | undefined;
}

const Named = ({ pool }: PoolRow) => (
  <Stack gap={0}>
    <AppLink to="/work-pools/work-pool/$name" params={{ name: pool.name }} size="sm" fw={550} lineClamp={2} title={pool.name}>
      {pool.name}
    </AppLink>
    <Text size="xs" c="dimmed" lineClamp={1} component="span">
      {[pool.type, pool.description].filter((text) => text !== null && text !== "").join(" · ")}
    </Text>
  </Stack>
);

export const LateRuns = ({ figures }: Pick<PoolRow, "figures">) => {
  const { late_runs, average_lateness } = figures ?? {};
  if (late_runs === undefined) return <span>–</span>;
  if (late_runs === 0) return <span>0</span>;
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex" style={{ color: "var(--state-late-text)" }}>
      <IconAlertTriangle size={14} aria-hidden="true" />
      <span style={{ whiteSpace: "nowrap" }}>
        {late_runs.toLocaleString("en")}
        {typeof average_lateness === "number" && `, by ${formatDuration(average_lateness)}`}
      </span>
    </Group>
  );
};

export const WorkerCount = ({ figures }: Pick<PoolRow, "figures">) => {
  if (figures?.workers === undefined) return <span>–</span>;
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      {figures.workers_online} of {figures.workers} online
    </span>
  );
};

export const QueueCount = ({ figures }: Pick<PoolRow, "figures">) => {
  if (figures?.queues === undefined) return <span>–</span>;
  const { queues, queues_paused = 0 } = figures;
  return <span style={{ whiteSpace: "nowrap" }}>{queues_paused === 0 ? queues : `${queues}, ${queues_paused} paused`}</span>;
};

export const poolColumns: readonly Column<PoolRow>[] = [
  { id: "name", label: "Work pool", render: Named, onPhone: "title" },
  { id: "status", label: "Status", width: "110px", render: ({ pool }) => <StatusBadge status={pool.status} /> },
  {
    id: "slots",
    label: "Slots",
    width: "130px",
    render: ({ pool, figures }) => <Slots taken={figures?.active_slots ?? pool.active_slots} limit={pool.concurrency_limit} />,
  },
  { id: "workers", label: "Workers", width: "115px", render: WorkerCount },
  { id: "queues", label: "Queues", width: "90px", isExtra: true, render: QueueCount },
  { id: "late", label: "Late runs", width: "100px", render: LateRuns },
  { id: "polled", label: "Last polled", width: "110px", render: ({ figures }) => <Instant at={figures?.last_polled} /> },
  {
    id: "outcomes",
    label: "Completed, 24 h",
    width: "170px",
    render: ({ figures }) =>
      figures?.outcomes === undefined ? (
        "–"
      ) : (
        <Outcomes outcomes={figures.outcomes} share={figures.completed_share ?? null} before={figures.completed_share_before ?? null} />
      ),
  },
  { id: "on", label: "On", width: "50px", render: ({ pool }) => <PoolSwitch pool={pool} /> },
  { id: "menu", label: "More", width: "50px", align: "right", onPhone: "corner", render: ({ pool }) => <PoolMenu pool={pool} /> },
];
