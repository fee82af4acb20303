import type { GlobalConcurrencyLimit, TagConcurrencyLimit } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { Instant } from "../../components/time/instant.tsx";
import { Slots } from "../../components/work-pool/slots.tsx";
import { GlobalLimitMenu, LimitSwitch, TagLimitMenu } from "./limit-actions.tsx";

const LimitLink = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <AppLink to="/concurrency-limits/concurrency-limit/$id" params={{ id }} size="sm" fw={550}>
    {name}
  </AppLink>
);

/** How slots get free. */
export const describeDecay = (perSecond: number): string =>
  perSecond === 0 ? "When given back" : `${perSecond.toLocaleString("en")} per second`;

export const globalLimitColumns: readonly Column<GlobalConcurrencyLimit>[] = [
  { id: "name", label: "Limit", onPhone: "title", render: ({ id, name }) => <LimitLink id={id} name={name} /> },
  { id: "slots", label: "Slots taken", width: "160px", render: ({ active_slots, limit }) => <Slots taken={active_slots} limit={limit} /> },
  { id: "decay", label: "Slots come back", width: "150px", render: ({ slot_decay_per_second }) => describeDecay(slot_decay_per_second) },
  { id: "created", label: "Created", width: "130px", isExtra: true, render: ({ created }) => <Instant at={created} /> },
  { id: "updated", label: "Updated", width: "130px", render: ({ updated }) => <Instant at={updated} /> },
  { id: "active", label: "Active", width: "70px", render: (limit) => <LimitSwitch limit={limit} /> },
  { id: "menu", label: "More", width: "50px", align: "right", onPhone: "corner", render: (limit) => <GlobalLimitMenu limit={limit} /> },
];

export const tagLimitColumns: readonly Column<TagConcurrencyLimit>[] = [
  { id: "tag", label: "Tag", onPhone: "title", render: ({ id, tag }) => <LimitLink id={id} name={tag} /> },
  {
    id: "slots",
    label: "Slots taken",
    width: "160px",
    render: ({ active_slots, concurrency_limit }) => <Slots taken={active_slots.length} limit={concurrency_limit} />,
  },
  { id: "updated", label: "Updated", width: "130px", render: ({ updated }) => <Instant at={updated} /> },
  { id: "menu", label: "More", width: "50px", align: "right", onPhone: "corner", render: (limit) => <TagLimitMenu limit={limit} /> },
];
