import type { Deployment } from "@millrace/contract";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../confirm-dialog.tsx";
import { touchedByDeployment } from "./deployment-deeds.ts";

interface Props {
  readonly deployments: readonly Pick<Deployment, "id" | "name">[];
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: (() => void) | undefined;
}

/** As many as one request deletes. */
const batch = 50;

export const DeleteDeploymentsDialog = ({ deployments, opened, onClose, onDeleted }: Props) => {
  const [first] = deployments;
  const what = deployments.length === 1 ? (first?.name ?? "") : `${deployments.length} deployments`;
  const remove = useChange({
    change: async (api) => {
      const ids = deployments.map(({ id }) => id);
      if (ids.length === 1) return api.deployments.delete({ id: ids[0] ?? "" });
      for (let from = 0; from < ids.length; from += batch)
        await api.deployments.bulkDelete({ body: { deployments: { id: { any_: ids.slice(from, from + batch) } } } });
      return undefined;
    },
    touches: touchedByDeployment,
    done: () => `Deleted ${what}.`,
  });
  const confirm = async (): Promise<void> => {
    await remove.mutateAsync();
    onDeleted?.();
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={deployments.length === 1 ? `Delete the deployment ${what}?` : `Delete ${what}?`}
      does="Delete"
      onConfirm={confirm}
    >
      {deployments.length === 1 ? "Its" : "Their"} schedules go too, and runs that wait for their time are dropped. Runs that have begun
      stay in the history.
    </ConfirmDialog>
  );
};
