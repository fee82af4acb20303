import { Skeleton, Text } from "@mantine/core";
import type { WorkPool } from "@millrace/contract";
import { type ReplyOf, useCall } from "../../api/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { Panel } from "../../components/panel.tsx";
import { Slots } from "../../components/work-pool/slots.tsx";
import { SlotHolders } from "./slot-holders.tsx";

type Queue = ReplyOf<"workPools", "getConcurrency">["queues"][number];

const QueueSlots = ({ queue }: { readonly queue: Queue }) => {
  const hidden = (queue.flow_run_count ?? queue.flow_runs.length) - queue.flow_runs.length;
  return (
    <Panel title={queue.queue_name} flush actions={<Slots taken={queue.active_slots} limit={queue.concurrency_limit} />}>
      <SlotHolders runs={queue.flow_runs} />
      {hidden > 0 && (
        <Text size="sm" c="dimmed" p="sm">
          {hidden} more
        </Text>
      )}
    </Panel>
  );
};

/** Which runs take the slots of a pool now, queue by queue. */
export const SlotsTab = ({ pool: { name } }: { readonly pool: WorkPool }) => {
  const { data, error, refetch } = useCall("workPools", "getConcurrency", { name, body: { limit: 50, flow_run_limit: 50 } });
  if (error !== null && data === undefined) return <ErrorCard error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={120} />;
  const busy = data.queues.filter(({ flow_runs }) => flow_runs.length > 0);
  if (busy.length === 0)
    return <EmptyState title="No run takes a slot now">Runs take one from the moment a worker submits them until they end.</EmptyState>;
  return busy.map((queue) => <QueueSlots key={queue.queue_id} queue={queue} />);
};
