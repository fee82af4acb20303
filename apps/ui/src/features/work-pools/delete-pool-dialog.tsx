import { Text } from "@mantine/core";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";

interface Props {
  readonly name: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: (() => void) | undefined;
}

export const DeletePoolDialog = ({ name, opened, onClose, onDeleted }: Props) => {
  const remove = useChange({
    change: (api) => api.workPools.delete({ name }),
    touches: ["workPools", "workQueues", "workers", "deployments", "uiOverview"],
    done: () => `Deleted ${name}`,
  });
  const confirm = async (): Promise<void> => {
    await remove.mutateAsync();
    onDeleted?.();
  };
  return (
    <ConfirmDialog opened={opened} onClose={onClose} title={`Delete the work pool ${name}?`} does="Delete" onConfirm={confirm}>
      <Text size="sm">
        Its queues go with it, and its workers are forgotten. Deployments and runs stay, without a pool: nothing starts the runs that wait
        in it.
      </Text>
    </ConfirmDialog>
  );
};
