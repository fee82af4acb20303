import type { Deployment } from "@millrace/contract";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../confirm-dialog.tsx";
import { touchedByDeployment } from "./deployment-deeds.ts";

interface Props {
  readonly deployment: Pick<Deployment, "id" | "name">;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: (() => void) | undefined;
}

export const DeleteDeploymentDialog = ({ deployment: { id, name }, opened, onClose, onDeleted }: Props) => {
  const remove = useChange({
    change: (api) => api.deployments.delete({ id }),
    touches: touchedByDeployment,
    done: () => `Deleted ${name}.`,
  });
  const confirm = async (): Promise<void> => {
    await remove.mutateAsync();
    onDeleted?.();
  };
  return (
    <ConfirmDialog opened={opened} onClose={onClose} title={`Delete the deployment ${name}?`} does="Delete" onConfirm={confirm}>
      Its schedules go too, and runs that wait for their time are dropped. Runs that have begun stay in the history.
    </ConfirmDialog>
  );
};
