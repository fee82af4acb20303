import { Text } from "@mantine/core";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";

interface Props {
  readonly name: string;
  readonly pool: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: (() => void) | undefined;
}

export const DeleteQueueDialog = ({ name, pool, opened, onClose, onDeleted }: Props) => {
  const remove = useChange({
    change: (api) => api.workQueues.deleteInPool({ work_pool_name: pool, name }),
    touches: ["workQueues", "workPools", "deployments", "uiOverview"],
    done: () => `Deleted ${name}`,
  });
  const confirm = async (): Promise<void> => {
    await remove.mutateAsync();
    onDeleted?.();
  };
  return (
    <ConfirmDialog opened={opened} onClose={onClose} title={`Delete the work queue ${name}?`} does="Delete" onConfirm={confirm}>
      <Text size="sm">
        Deployments and runs that use it stay, without a queue: no worker takes the runs that wait in it until they get another.
      </Text>
    </ConfirmDialog>
  );
};
