import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ReasonField } from "../../run-details/reason-field.tsx";
import type { DialogProps } from "./dialog-props.ts";
import { retryRun, touchedByRun } from "./run-deeds.ts";

export const RetryDialog = ({ run, opened, onClose }: DialogProps) => {
  const [reason, setReason] = useState("");
  const retry = useChange({ change: retryRun, touches: touchedByRun, done: () => "The run is scheduled again." });
  const message = reason.trim() === "" ? null : reason.trim();
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Retry ${run.name}?`}
      does="Retry"
      isHarmless
      onConfirm={() => retry.mutateAsync({ id: run.id, message })}
    >
      <Stack gap="sm">
        <Text size="sm">
          The same run starts again with the same parameters, as attempt {run.run_count + 1}. Tasks that completed and whose results are
          kept are not run again.
        </Text>
        <ReasonField reason={reason} onReason={setReason} />
      </Stack>
    </ConfirmDialog>
  );
};
