import { useChange } from "../../api/use-change.ts";
import { ChangeStateDialog } from "../../run-details/change-state-dialog.tsx";
import type { DialogProps } from "./dialog-props.ts";
import { changeRunState, touchedByRun } from "./run-deeds.ts";

export const RunChangeStateDialog = ({ run, opened, onClose }: DialogProps) => {
  const change = useChange({ change: changeRunState, touches: touchedByRun, done: () => "The state is changed." });
  return (
    <ChangeStateDialog
      opened={opened}
      onClose={onClose}
      what="flow run"
      current={run.state_type}
      onChange={(chosen) => change.mutateAsync({ id: run.id, ...chosen })}
    />
  );
};
