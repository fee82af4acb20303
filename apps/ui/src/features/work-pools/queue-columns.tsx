import { Badge, Group, Menu, NumberInput, Switch } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { WorkQueue } from "@millrace/contract";
import { IconBolt, IconPencil } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { ObjectMenu } from "../../components/object-menu.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { Slots } from "../../components/work-pool/slots.tsx";
import { StatusBadge } from "../../components/work-pool/status-badge.tsx";
import { DeleteQueueDialog } from "./delete-queue-dialog.tsx";
import { notReadyTrigger } from "./not-ready-trigger.ts";

/** A queue of a pool. */
export interface QueueRow {
  readonly queue: WorkQueue;
  readonly pool: string;
  readonly isDefault: boolean;
  /** Late runs in it; undefined while that is not known. `isLeast`: there may be more. */
  readonly late: { readonly count: number; readonly isLeast: boolean } | undefined;
}

const touches = ["workQueues", "workPools", "uiOverview"] as const;

export const QueueSwitch = ({ queue: { name, is_paused }, pool }: Pick<QueueRow, "queue" | "pool">) => {
  const pause = useChange<boolean>({
    change: (api, paused) => api.workQueues.updateInPool({ work_pool_name: pool, name, body: { is_paused: paused } }),
    touches,
    done: (_, isPaused) => (isPaused ? `Paused ${name}: its runs wait` : `Resumed ${name}`),
    does: `Change ${name}`,
  });
  const isPaused = pause.isPending ? pause.variables : is_paused;
  return (
    <Switch
      size="xs"
      aria-label={`${name} hands out runs`}
      checked={!isPaused}
      disabled={pause.isPending}
      onChange={(event) => pause.mutate(!event.currentTarget.checked)}
    />
  );
};

/** Enter or leaving the field stores it; Escape takes it back. */
const PriorityField = ({ queue: { name, priority }, pool }: QueueRow) => {
  const [typed, setTyped] = useState<number | string>();
  const change = useChange<number>({
    change: (api, next) => api.workQueues.updateInPool({ work_pool_name: pool, name, body: { priority: next } }),
    touches,
    done: (_, next) => `${name} now has priority ${next}`,
    does: `Change the priority of ${name}`,
  });
  const store = (): void => {
    if (change.isPending) return;
    if (typeof typed === "number" && typed !== priority) change.mutate(typed, { onSettled: () => setTyped(undefined) });
    else setTyped(undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") store();
    if (event.key === "Escape") setTyped(undefined);
  };
  return (
    <NumberInput
      size="xs"
      w={72}
      min={1}
      allowDecimal={false}
      aria-label={`Priority of ${name}`}
      value={typed ?? priority}
      onChange={setTyped}
      onBlur={store}
      onKeyDown={onKeyDown}
    />
  );
};

export const QueueMenu = ({
  queue: { name, id },
  pool,
  isDefault,
  onDeleted,
}: Omit<QueueRow, "late"> & { readonly onDeleted?: () => void }) => {
  const navigate = useNavigate();
  const [isDeleting, dialog] = useDisclosure();
  return (
    <>
      <ObjectMenu name={name} id={id} onDelete={dialog.open} keptBecause={isDefault ? "the default queue stays" : undefined}>
        <Menu.Item
          leftSection={<IconPencil size={15} />}
          onClick={() => void navigate({ to: "/work-pools/work-pool/$name/queue/$queue/edit", params: { name: pool, queue: name } })}
        >
          Edit
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBolt size={15} />}
          onClick={() => void navigate({ to: "/automations/create", search: { trigger: notReadyTrigger("work-queue", id) } })}
        >
          Automate
        </Menu.Item>
      </ObjectMenu>
      <DeleteQueueDialog name={name} pool={pool} opened={isDeleting} onClose={dialog.close} onDeleted={onDeleted} />
    </>
  );
};

const Late = ({ late }: Pick<QueueRow, "late">) => {
  if (late === undefined) return <span>–</span>;
  if (late.count === 0) return <span>{late.isLeast ? "–" : "0"}</span>;
  return (
    <span style={{ color: "var(--state-late-text)" }}>
      {late.isLeast && "at least "}
      {late.count}
    </span>
  );
};

export const queueColumns: readonly Column<QueueRow>[] = [
  {
    id: "name",
    label: "Queue",
    onPhone: "title",
    render: ({ queue: { name }, pool, isDefault }) => (
      <Group gap={8}>
        <AppLink to="/work-pools/work-pool/$name/queue/$queue" params={{ name: pool, queue: name }} size="sm" fw={550}>
          {name}
        </AppLink>
        {isDefault && (
          <Badge size="xs" variant="default">
            Default
          </Badge>
        )}
      </Group>
    ),
  },
  { id: "status", label: "Status", width: "120px", render: ({ queue }) => <StatusBadge status={queue.status} /> },
  { id: "priority", label: "Priority", width: "100px", render: (row) => <PriorityField {...row} /> },
  {
    id: "slots",
    label: "Slots",
    width: "140px",
    render: ({ queue }) => <Slots taken={queue.active_slots} limit={queue.concurrency_limit} />,
  },
  { id: "late", label: "Late runs", width: "110px", render: Late },
  { id: "polled", label: "Last polled", width: "120px", render: ({ queue }) => <Instant at={queue.last_polled} /> },
  { id: "on", label: "On", width: "50px", render: (row) => <QueueSwitch {...row} /> },
  {
    id: "menu",
    label: "More",
    width: "50px",
    align: "right",
    onPhone: "corner",
    render: ({ late: _late, ...row }) => <QueueMenu {...row} />,
  },
];
