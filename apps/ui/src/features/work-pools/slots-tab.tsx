import { Text } from "@mantine/core";
import type { WorkPool } from "@millrace/contract";
import { useCall } from "../../api/use-call.ts";
import { SlotHolders } from "./slot-holders.tsx";

/** Runs shown of each queue. */
const most = 100;

/** Which runs take the slots of a pool now, queue by queue. */
export const SlotsTab = ({ pool: { name } }: { readonly pool: WorkPool }) => {
  const { data, error, refetch } = useCall("workPools", "getConcurrency", { name, body: { limit: 200, flow_run_limit: most } });
  const runs = data?.queues.flatMap(({ queue_name, flow_runs }) => flow_runs.map((run) => ({ ...run, queue: queue_name })));
  const hidden = (data?.active_slots ?? 0) - (runs?.length ?? 0);
  return (
    <>
      <SlotHolders runs={runs} showsQueue error={error} onRetry={() => void refetch()} />
      {hidden > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {hidden.toLocaleString("en")} more runs take a slot; the pages of the queues show theirs.
        </Text>
      )}
    </>
  );
};
