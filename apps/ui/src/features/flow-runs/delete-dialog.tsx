import { useRouter } from "@tanstack/react-router";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { hasEnded } from "../../run-details/run-state.ts";
import type { DialogProps } from "./dialog-props.ts";

export const DeleteDialog = ({ run, opened, onClose }: DialogProps) => {
  const router = useRouter();
  const remove = useChange({
    change: async (api, id: string) => {
      await api.flowRuns.delete({ id });
      // Away from the page first, so that it does not ask for what is gone.
      await router.navigate({ to: "/runs" });
    },
    touches: ["flowRuns", "taskRuns", "ui", "uiOverview"],
    done: () => "The run is deleted.",
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Delete ${run.name}?`}
      does="Delete"
      onConfirm={() => remove.mutateAsync(run.id)}
    >
      Its states, task runs, logs and artifacts' links go with it. This cannot be undone.
      {!hasEnded(run.state_type) && " The run has not ended: its process is not stopped by this."}
    </ConfirmDialog>
  );
};
