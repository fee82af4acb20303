import type { WorkPool } from "@millrace/contract";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useAnswer, useCall } from "../../api/use-call.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { type QueueRow, queueColumns } from "./queue-columns.tsx";

const most = 200;

const keyOf = ({ queue }: QueueRow): string => queue.id;
const nameOf = ({ queue }: QueueRow): string => queue.name;

/** How many late runs wait in each queue of a pool, by id of the queue. */
const useLateByQueue = (pool: WorkPool) =>
  useAnswer({
    noun: "flowRuns",
    name: "late-by-queue",
    input: { pool: pool.id },
    ask: async (api, signal) => {
      const flow_runs = { state: { name: { any_: ["Late"] } } };
      const runs = await api.flowRuns.list({ body: { flow_runs, work_pools: { id: { any_: [pool.id] } }, limit: most } }, { signal });
      const counts = new Map([...Map.groupBy(runs, ({ work_queue_id }) => work_queue_id)].map(([id, group]) => [id, group.length]));
      return { counts, isLeast: runs.length === most };
    },
  });

/** The queues of a pool, the one served first on top. */
export const QueuesTab = ({ pool }: { readonly pool: WorkPool }) => {
  const navigate = useNavigate();
  const queues = useCall("workQueues", "listInPool", { work_pool_name: pool.name, body: { limit: most } });
  const { data: late } = useLateByQueue(pool);
  const rows = useMemo(
    () =>
      queues.data
        ?.toSorted((one, other) => one.priority - other.priority)
        .map(
          (queue): QueueRow => ({
            queue,
            pool: pool.name,
            isDefault: queue.id === pool.default_queue_id,
            late: late && { count: late.counts.get(queue.id) ?? 0, isLeast: late.isLeast },
          }),
        ),
    [queues.data, late, pool],
  );
  return (
    <DataTable
      name="work-queues"
      label="Work queues"
      columns={queueColumns}
      rows={rows}
      keyOf={keyOf}
      nameOf={nameOf}
      error={queues.error}
      onRetry={() => void queues.refetch()}
      onOpen={({ queue }) =>
        void navigate({ to: "/work-pools/work-pool/$name/queue/$queue", params: { name: pool.name, queue: queue.name } })
      }
      empty={<EmptyState title="No work queues" />}
      toolbar={
        <LinkButton
          to="/work-pools/work-pool/$name/queue/create"
          params={{ name: pool.name }}
          variant="default"
          leftSection={<IconPlus size={15} />}
        >
          Add a queue
        </LinkButton>
      }
    />
  );
};
