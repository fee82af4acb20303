import type { SlotLease } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Duration } from "../../components/time/duration.tsx";
import { Instant } from "../../components/time/instant.tsx";

const Holder = ({ holder }: Pick<SlotLease, "holder">) => {
  if (holder === null) return <span>Did not say</span>;
  const { type, id, name } = holder;
  const link = { params: { id }, size: "sm", fw: 550, children: name ?? id } as const;
  if (type === "flow_run") return <AppLink to="/runs/flow-run/$id" {...link} />;
  if (type === "task_run") return <AppLink to="/runs/task-run/$id" {...link} />;
  return <AppLink to="/deployments/deployment/$id" {...link} />;
};

const kinds = { flow_run: "Flow run", task_run: "Task run", deployment: "Deployment" } as const;

/** Years from which on a lease only ends when it is given back. */
const endless = 10 * 365 * 24 * 3_600_000;

const Until = ({ lease: { created, expiration } }: { readonly lease: SlotLease }) =>
  Date.parse(expiration) - Date.parse(created) > endless ? <span>It gives them back</span> : <Instant at={expiration} />;

const columns: readonly Column<SlotLease>[] = [
  { id: "holder", label: "Holder", onPhone: "title", render: ({ holder }) => <Holder holder={holder} /> },
  { id: "kind", label: "Kind", width: "120px", render: ({ holder }) => (holder === null ? "–" : kinds[holder.type]) },
  { id: "slots", label: "Slots", width: "80px", align: "right", render: ({ slots }) => slots },
  { id: "since", label: "Held for", width: "120px", render: ({ created }) => <Duration since={created} /> },
  { id: "until", label: "Until, unless renewed", width: "170px", render: (lease) => <Until lease={lease} /> },
];

interface Props {
  readonly leases: readonly SlotLease[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Who holds slots of a limit. */
export const LeaseTable = ({ leases, error, onRetry }: Props) => (
  <DataTable
    name="leases"
    label="Who holds slots"
    columns={columns}
    rows={leases}
    keyOf={({ id }) => id}
    nameOf={({ holder }) => holder?.name ?? "a holder"}
    error={error}
    onRetry={onRetry}
    empty={<EmptyState title="Nobody holds a slot by a lease" />}
  />
);
