import { ActionIcon, Text, Tooltip } from "@mantine/core";
import type { Worker } from "@millrace/contract";
import { IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AppLink } from "../app-link.tsx";
import { ConfirmDialog } from "../confirm-dialog.tsx";
import type { Column } from "../data-table/column.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { formatDuration } from "../time/format-time.ts";
import { Instant } from "../time/instant.tsx";
import { useNow } from "../time/use-now.ts";
import { StatusBadge } from "../work-pool/status-badge.tsx";
import { useDueAgain } from "./use-due-again.ts";

/** A worker, and the pool it serves. */
export interface WorkerRow extends Worker {
  readonly work_pool_name: string;
}

/** Seconds between signs of life of a worker that did not say. */
const usualInterval = 30;
/** How many of them may be missed before the worker counts as offline (workers.md §2). */
const patience = 3;

/** Seconds that a worker may be silent for before it counts as offline. */
const patienceWith = ({ heartbeat_interval_seconds }: Worker): number => (heartbeat_interval_seconds ?? usualInterval) * patience;

/** When the first worker that is online now would be offline if nothing is heard of it, in milliseconds since 1970. */
export const nextOffline = (workers: readonly Worker[]): number | undefined => {
  const moments = workers.flatMap((worker) =>
    worker.status === "ONLINE" && worker.last_heartbeat_time !== null
      ? [Date.parse(worker.last_heartbeat_time) + patienceWith(worker) * 1000]
      : [],
  );
  return moments.length === 0 ? undefined : Math.min(...moments);
};

/** How long ago a worker was heard of, as far as is known; it ticks while the worker is online, which says that it still is. */
export const HeartbeatAge = ({ worker }: { readonly worker: Worker }) => {
  const { last_heartbeat_time, status } = worker;
  const now = useNow(status === "ONLINE");
  if (last_heartbeat_time === null) return <span>Never</span>;
  if (status === "OFFLINE") return <Instant at={last_heartbeat_time} />;
  const age = Math.max(0, Math.floor((now - Date.parse(last_heartbeat_time)) / 1000));
  const most = patienceWith(worker);
  return <span>{age > most ? `In the last ${formatDuration(most)}` : `${formatDuration(age)} ago`}</span>;
};

const DeleteButton = ({ worker: { name, status, work_pool_name } }: { readonly worker: WorkerRow }) => {
  const [isOpen, setOpen] = useState(false);
  const remove = useChange({
    change: (api) => api.workers.delete({ work_pool_name, name }),
    touches: ["workers", "workPools", "uiOverview"],
    done: () => `Deleted ${name}`,
  });
  return (
    <>
      <Tooltip label="Delete">
        <ActionIcon aria-label={`Delete ${name}`} onClick={() => setOpen(true)}>
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={`Delete the worker ${name}?`}
        does="Delete"
        onConfirm={() => remove.mutateAsync()}
      >
        <Text size="sm">
          {status === "ONLINE"
            ? "Its process is not stopped: it comes back with its next sign of life. Runs it started go on."
            : "It is forgotten, and comes back if it is started again. Its runs stay."}
        </Text>
      </ConfirmDialog>
    </>
  );
};

const columnsFor = (showsPool: boolean): readonly Column<WorkerRow>[] => [
  {
    id: "name",
    label: "Worker",
    onPhone: "title",
    render: ({ name, id, work_pool_name }) => (
      <AppLink to="/work-pools/work-pool/$name/worker/$worker" params={{ name: work_pool_name, worker: id }} size="sm" fw={550}>
        {name}
      </AppLink>
    ),
  },
  ...(showsPool
    ? [
        {
          id: "pool",
          label: "Work pool",
          render: ({ work_pool_name: name }: WorkerRow) => (
            <AppLink to="/work-pools/work-pool/$name" params={{ name }} size="sm">
              {name}
            </AppLink>
          ),
        },
      ]
    : []),
  { id: "status", label: "Status", width: "120px", render: ({ status }) => <StatusBadge status={status} /> },
  { id: "heard", label: "Last heard of", width: "140px", render: (worker) => <HeartbeatAge worker={worker} /> },
  {
    id: "interval",
    label: "Heartbeat",
    width: "120px",
    render: ({ heartbeat_interval_seconds: seconds }) => (seconds === null ? "–" : `every ${formatDuration(seconds)}`),
  },
  { id: "created", label: "First seen", width: "130px", render: ({ created }) => <Instant at={created} /> },
  { id: "delete", label: "Delete", width: "60px", align: "right", onPhone: "corner", render: (worker) => <DeleteButton worker={worker} /> },
];

const allColumns = columnsFor(true);
const poolColumns = columnsFor(false);

const keyOf = ({ id }: WorkerRow): string => id;
const nameOf = ({ name }: WorkerRow): string => name;

interface Props {
  /** Undefined while they load. */
  readonly workers: readonly WorkerRow[] | undefined;
  /** Whether they are of several pools. */
  readonly showsPool: boolean;
  readonly error: unknown;
  readonly onAgain: () => void;
  readonly empty: ReactNode;
  readonly toolbar?: ReactNode;
}

/** Workers with the age of their last sign of life. */
export const WorkerTable = ({ workers, showsPool, error, onAgain, empty, toolbar }: Props) => {
  const navigate = useNavigate();
  useDueAgain(nextOffline(workers ?? []), onAgain);
  return (
    <DataTable
      name={showsPool ? "workers" : "pool-workers"}
      label="Workers"
      columns={showsPool ? allColumns : poolColumns}
      rows={workers}
      keyOf={keyOf}
      nameOf={nameOf}
      error={error}
      onRetry={onAgain}
      onOpen={({ id, work_pool_name }) =>
        void navigate({ to: "/work-pools/work-pool/$name/worker/$worker", params: { name: work_pool_name, worker: id } })
      }
      empty={empty}
      toolbar={toolbar}
    />
  );
};
