import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import type { DialogProps } from "./dialog-props.ts";
import { retryRun, touchedByRun } from "./run-deeds.ts";

export const RetryDialog = ({ run, opened, onClose }: DialogProps) => {
  const retry = useChange({ change: retryRun, touches: touchedByRun, done: () => "The run is scheduled again." });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Retry ${run.name}?`}
      does="Retry"
      isHarmless
      onConfirm={() => retry.mutateAsync(run.id)}
    >
      The same run starts again with the same parameters, as attempt {run.run_count + 1}. Tasks that completed and whose results are kept
      are not run again.
    </ConfirmDialog>
  );
};
