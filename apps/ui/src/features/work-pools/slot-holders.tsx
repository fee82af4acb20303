import type { SlotHolder } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Duration } from "../../components/time/duration.tsx";

/** A run, and the queue it came from where several are shown. */
export interface HolderRow extends SlotHolder {
  readonly queue?: string;
}

const columnsFor = (showsQueue: boolean): readonly Column<HolderRow>[] => [
  {
    id: "name",
    label: "Run",
    onPhone: "title",
    render: ({ id, name }) => (
      <AppLink to="/runs/flow-run/$id" params={{ id }} size="sm" fw={550}>
        {name}
      </AppLink>
    ),
  },
  ...(showsQueue ? [{ id: "queue", label: "Queue", render: ({ queue }: HolderRow) => queue ?? "–" }] : []),
  { id: "state", label: "State", width: "160px", render: (run) => <StateBadge type={run.state_type} name={run.state_name} /> },
  {
    id: "since",
    label: "In this state for",
    width: "140px",
    align: "right",
    render: ({ state_timestamp }) => (state_timestamp === null ? "–" : <Duration since={state_timestamp} />),
  },
];

const poolColumns = columnsFor(true);
const queueColumns = columnsFor(false);

interface Props {
  /** Undefined while they load. */
  readonly runs: readonly HolderRow[] | undefined;
  readonly showsQueue?: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** The runs that take slots of a pool or a queue. */
export const SlotHolders = ({ runs, showsQueue = false, error, onRetry }: Props) => (
  <DataTable
    name={showsQueue ? "pool-slots" : "queue-slots"}
    label="Runs that take a slot"
    columns={showsQueue ? poolColumns : queueColumns}
    rows={runs}
    keyOf={({ id }) => id}
    nameOf={({ name }) => name}
    error={error}
    onRetry={onRetry}
    empty={<EmptyState title="No run takes a slot now">Runs take one from the moment a worker submits them until they end.</EmptyState>}
  />
);
