import type { SlotHolder } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Duration } from "../../components/time/duration.tsx";

const columns: readonly Column<SlotHolder>[] = [
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
  { id: "state", label: "State", width: "160px", render: (run) => <StateBadge type={run.state_type} name={run.state_name} /> },
  {
    id: "since",
    label: "In this state for",
    width: "140px",
    align: "right",
    render: ({ state_timestamp }) => (state_timestamp === null ? "–" : <Duration since={state_timestamp} />),
  },
];

/** The runs that take slots of a queue. */
export const SlotHolders = ({ runs }: { readonly runs: readonly SlotHolder[] | undefined }) => (
  <DataTable
    name="slot-holders"
    label="Runs that take a slot"
    columns={columns}
    rows={runs}
    keyOf={({ id }) => id}
    nameOf={({ name }) => name}
    empty={<EmptyState title="No run takes a slot now" />}
  />
);
