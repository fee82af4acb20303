import { useNavigate } from "@tanstack/react-router";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RunDuration } from "../../components/flow-run-list/run-columns.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Instant } from "../../components/time/instant.tsx";
import type { Bar, Lane } from "./lanes.ts";

interface Entry extends Bar {
  readonly lane: string;
}

const columns: readonly Column<Entry>[] = [
  { id: "lane", label: "Lane", render: ({ lane }) => lane },
  {
    id: "run",
    label: "Run",
    onPhone: "title",
    render: ({ run }) => (
      <AppLink to="/runs/flow-run/$id" params={{ id: run.id }} size="sm" fw={550}>
        {run.name}
      </AppLink>
    ),
  },
  { id: "state", label: "State", width: "150px", render: ({ run }) => <StateBadge type={run.state_type} name={run.state_name} /> },
  { id: "start", label: "Start", render: ({ from }) => <Instant at={new Date(from).toISOString()} as="absolute" /> },
  { id: "length", label: "Duration", width: "100px", align: "right", render: ({ run }) => <RunDuration run={run} /> },
];

/** The same runs as a table, lane by lane. */
export const TimelineList = ({ lanes }: { readonly lanes: readonly Lane[] }) => {
  const navigate = useNavigate();
  const entries = lanes.flatMap(({ name, bars }) => bars.map((bar) => ({ ...bar, lane: name })));
  return (
    <DataTable
      name="timeline"
      label="Runs by lane"
      columns={columns}
      rows={entries}
      keyOf={({ run }) => run.id}
      nameOf={({ run }) => run.name}
      onOpen={({ run }) => void navigate({ to: "/runs/flow-run/$id", params: { id: run.id } })}
      empty={null}
    />
  );
};
