import type { WorkPool } from "@millrace/contract";
import { useMemo } from "react";
import { useCall } from "../../api/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { WorkerTable } from "../../components/worker-table/worker-table.tsx";

/** The workers of a pool, the one heard of last on top. */
export const WorkersTab = ({ pool: { name } }: { readonly pool: WorkPool }) => {
  const { data, error, refetch } = useCall("workers", "list", { work_pool_name: name, body: { limit: 200 } });
  const workers = useMemo(() => data?.map((worker) => ({ ...worker, work_pool_name: name })), [data, name]);
  return (
    <WorkerTable
      workers={workers}
      showsPool={false}
      error={error}
      onAgain={() => void refetch()}
      empty={<EmptyState title="No worker has served this pool yet">The command that starts one is on top of this page.</EmptyState>}
    />
  );
};
