import type { Flow } from "@millrace/contract";
import { useChange } from "../../api/use-change.ts";
import { bulkSubjects } from "../../bulk/bulk-deeds.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";

interface Props {
  readonly flow: Pick<Flow, "id" | "name">;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: (() => void) | undefined;
}

export const DeleteFlowDialog = ({ flow: { id, name }, opened, onClose, onDeleted }: Props) => {
  const remove = useChange({
    change: (api) => api.flows.delete({ id }),
    touches: bulkSubjects.flows.touches,
    done: () => `Deleted the flow ${name}.`,
  });
  const confirm = async (): Promise<void> => {
    await remove.mutateAsync();
    onDeleted?.();
  };
  return (
    <ConfirmDialog opened={opened} onClose={onClose} title={`Delete the flow ${name}?`} does="Delete" onConfirm={confirm}>
      Its deployments and runs go too, those that have ended included. There is no way back. A flow comes back empty when its code runs
      again.
    </ConfirmDialog>
  );
};
