import { Checkbox, Stack, Text } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import type { DialogProps } from "./dialog-props.ts";
import { cancelRun, touchedByRun } from "./run-deeds.ts";

const effectOf = ({ state_type }: FlowRun): string =>
  state_type === "SCHEDULED" ? "It will not start." : "Its process is told to stop; what its tasks did stays done.";

export const CancelDialog = ({ run, opened, onClose }: DialogProps) => {
  const [withSubflows, setWithSubflows] = useState(true);
  const cancel = useChange({
    change: cancelRun,
    touches: touchedByRun,
    done: (refusals: number) =>
      refusals === 0 ? "The run is being cancelled." : `The run is being cancelled; ${refusals} of its subflow runs refused to be.`,
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Cancel ${run.name}?`}
      does="Cancel the run"
      leave="Leave it as it is"
      onConfirm={() => cancel.mutateAsync({ id: run.id, withSubflows })}
    >
      <Stack gap="sm">
        <Text size="sm">{effectOf(run)}</Text>
        <Checkbox
          label="Cancel the subflow runs it called, too"
          checked={withSubflows}
          onChange={({ currentTarget: { checked } }) => setWithSubflows(checked)}
        />
      </Stack>
    </ConfirmDialog>
  );
};
