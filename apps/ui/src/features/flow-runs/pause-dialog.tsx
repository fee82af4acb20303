import { NumberInput, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import type { DialogProps } from "./dialog-props.ts";
import { pauseRun, possibleDeeds, touchedByRun } from "./run-deeds.ts";

/** Seconds; clients give up below five. */
const shortest = 5;

export const PauseDialog = ({ run, opened, onClose }: DialogProps) => {
  const { suspend } = possibleDeeds(run);
  const [how, setHow] = useState(suspend ? "suspend" : "pause");
  const [timeout, setTimeout] = useState<number | string>(3600);
  const isSuspended = suspend && how === "suspend";
  const pause = useChange({
    change: pauseRun,
    touches: touchedByRun,
    done: () => (isSuspended ? "The run is suspended." : "The run is paused."),
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Pause ${run.name}?`}
      does={isSuspended ? "Suspend" : "Pause"}
      isHarmless
      onConfirm={() => pause.mutateAsync({ id: run.id, isSuspended, timeout: Math.max(shortest, Number(timeout)) })}
    >
      <Stack gap="sm">
        <Radio.Group label="How" value={isSuspended ? "suspend" : "pause"} onChange={setHow}>
          <Stack gap={6} mt={6}>
            <Radio
              value="suspend"
              disabled={!suspend}
              label="Suspend"
              description={
                suspend
                  ? "Its process ends and gives its place to others. Resumed, the flow starts anew; tasks whose results are kept are not run again."
                  : "Only runs of deployments that no other run called can be started again."
              }
            />
            <Radio value="pause" label="Pause" description="Its process stays and waits. Tasks that run now go on." />
          </Stack>
        </Radio.Group>
        <NumberInput
          label="Seconds until it fails"
          description="Unless somebody resumes it before"
          min={shortest}
          value={timeout}
          onChange={setTimeout}
        />
      </Stack>
    </ConfirmDialog>
  );
};
