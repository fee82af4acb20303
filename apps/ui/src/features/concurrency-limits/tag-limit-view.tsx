import type { TagConcurrencyLimit, TaskRun } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FactStrip } from "../../components/fact-strip.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { Slots } from "../../components/work-pool/slots.tsx";
import { TagLimitMenu } from "./limit-actions.tsx";
import { limitCrumbs } from "./limit-crumbs.tsx";

const most = 200;

const columns: readonly Column<TaskRun>[] = [
  {
    id: "name",
    label: "Task run",
    onPhone: "title",
    render: ({ id, name }) => (
      <AppLink to="/runs/task-run/$id" params={{ id }} size="sm" fw={550}>
        {name}
      </AppLink>
    ),
  },
  {
    id: "flow-run",
    label: "Flow run",
    render: ({ flow_run_id: id }) =>
      id === null ? (
        "–"
      ) : (
        <AppLink to="/runs/flow-run/$id" params={{ id }} size="sm">
          {id}
        </AppLink>
      ),
  },
  { id: "state", label: "State", width: "160px", render: (run) => <StateBadge type={run.state_type} name={run.state_name} /> },
  { id: "started", label: "Started", width: "130px", render: ({ start_time }) => <Instant at={start_time} /> },
];

/** The limit of a tag, and the task runs that hold its slots. */
export const TagLimitView = ({ limit }: { readonly limit: TagConcurrencyLimit }) => {
  useLive("prefect.task-run.");
  const navigate = useNavigate();
  const ids = [...new Set(limit.active_slots)].slice(0, most);
  const body = { task_runs: { id: { any_: ids } }, limit: most };
  const { data, error, refetch } = useCall("taskRuns", "list", { body }, { enabled: ids.length > 0, keepPrevious: true });
  return (
    <>
      <PageHeader
        title={limit.tag}
        crumbs={limitCrumbs("task-run")}
        actions={<TagLimitMenu limit={limit} onDeleted={() => void navigate({ to: "/concurrency-limits", search: { tab: "task-run" } })} />}
      />
      <FactStrip
        facts={[
          { label: "Slots taken", value: <Slots taken={limit.active_slots.length} limit={limit.concurrency_limit} /> },
          { label: "Created", value: <Instant at={limit.created} /> },
          { label: "Updated", value: <Instant at={limit.updated} /> },
        ]}
      />
      <PageBody>
        <DataTable
          name="tag-limit-holders"
          label="Task runs that hold slots"
          columns={columns}
          rows={ids.length === 0 ? [] : data}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          error={error}
          onRetry={() => void refetch()}
          empty={<EmptyState title="No task run holds a slot" />}
        />
      </PageBody>
    </>
  );
};
