import { Modal, Skeleton, Stack, Text } from "@mantine/core";
import type { State, StateCreateInput, TaskRun } from "@millrace/contract";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AppLink } from "../../components/app-link.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { ReasonField } from "../../run-details/reason-field.tsx";
import { mustBeAccepted } from "../../run-details/run-state.ts";
import { touchedByTaskRun } from "../../task-run-list/task-run-deeds.ts";
import { useTaskRunStates } from "./use-task-run.ts";

/** The state that offers a background task run to its workers once more, with the arguments it had; undefined for other runs. */
export const offeredAgain = (states: readonly State[], message: string): StateCreateInput | undefined => {
  const first = states.find(({ type, state_details }) => type === "SCHEDULED" && state_details.deferred === true);
  if (first === undefined) return undefined;
  const { data, state_details } = first;
  return { type: "SCHEDULED", name: "AwaitingRetry", message, data, state_details: { ...state_details, scheduled_time: null } };
};

interface Props {
  readonly run: TaskRun;
  readonly onClose: () => void;
}

const Again = ({ run, states, onClose }: Props & { readonly states: readonly State[] }) => {
  const [reason, setReason] = useState("");
  const state = offeredAgain(states, reason.trim() === "" ? "Retried by hand." : reason.trim());
  const retry = useChange<StateCreateInput>({
    change: async (api, proposed) => mustBeAccepted(await api.taskRuns.setState({ id: run.id, body: { state: proposed } }), ["SCHEDULED"]),
    touches: touchedByTaskRun,
    done: () => "The task run waits for a worker again.",
  });
  if (state === undefined)
    return (
      <Modal opened onClose={onClose} title={`Retry ${run.name}`}>
        <Text size="sm">
          A task that a flow calls runs in the process of its flow, and cannot be started without it.
          {run.flow_run_id !== null && (
            <>
              {" Retry "}
              <AppLink to="/runs/flow-run/$id" params={{ id: run.flow_run_id }} size="sm" underline="always">
                the flow run
              </AppLink>
              {": its tasks that completed and whose results are kept are not run again."}
            </>
          )}
        </Text>
      </Modal>
    );
  return (
    <ConfirmDialog opened onClose={onClose} title={`Retry ${run.name}?`} does="Retry" isHarmless onConfirm={() => retry.mutateAsync(state)}>
      <Stack gap="sm">
        <Text size="sm">The same task run is offered to the task&apos;s workers once more, with the same arguments.</Text>
        <ReasonField reason={reason} onReason={setReason} />
      </Stack>
    </ConfirmDialog>
  );
};

/** Lets a background task run start again, or says how a task of a flow does. */
export const RetryTaskRunDialog = (props: Props) => {
  const { data, error, refetch } = useTaskRunStates(props.run.id);
  if (data !== undefined) return <Again {...props} states={data} />;
  return (
    <Modal opened onClose={props.onClose} title={`Retry ${props.run.name}`}>
      {error === null ? <Skeleton h={80} /> : <ErrorCard error={error} onRetry={() => void refetch()} />}
    </Modal>
  );
};
