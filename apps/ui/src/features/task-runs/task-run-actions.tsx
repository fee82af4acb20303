import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import type { TaskRun } from "@millrace/contract";
import { IconCopy, IconDots, IconEdit, IconRotateClockwise, IconTrash } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useSay } from "../../api/say-context.tsx";
import { useChange } from "../../api/use-change.ts";
import { useCommands } from "../../commands/commands-context.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { copyText } from "../../components/copy-text.ts";
import { ChangeStateDialog } from "../../run-details/change-state-dialog.tsx";
import { hasEnded } from "../../run-details/run-state.ts";
import { changeTaskRunState, touchedByTaskRun } from "../../task-run-list/task-run-deeds.ts";
import { RetryTaskRunDialog } from "./retry-task-run-dialog.tsx";

/** Everything that can be done with a task run. */
export const TaskRunActions = ({ run }: { readonly run: TaskRun }) => {
  const [open, setOpen] = useState<"retry" | "state" | "delete">();
  const isOver = hasEnded(run.state_type);
  const say = useSay();
  const copyId = async (): Promise<void> => {
    await copyText(run.id);
    say.done("The id is copied.");
  };
  useCommands(
    useMemo(
      () => [
        ...(isOver ? [{ id: "task-run-retry", label: "Retry this task run", run: () => setOpen("retry") }] : []),
        { id: "task-run-state", label: "Change the state of this task run", run: () => setOpen("state") },
        { id: "task-run-delete", label: "Delete this task run", run: () => setOpen("delete") },
      ],
      [isOver],
    ),
  );
  return (
    <>
      {isOver && (
        <Button variant="default" leftSection={<IconRotateClockwise size={15} />} onClick={() => setOpen("retry")}>
          Retry
        </Button>
      )}
      <Button variant="default" leftSection={<IconEdit size={15} />} onClick={() => setOpen("state")}>
        Change the state
      </Button>
      <Menu position="bottom-end">
        <Tooltip label="More">
          <Menu.Target>
            <ActionIcon variant="default" size="md" aria-label="More for this task run">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
        </Tooltip>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyId()}>
            Copy the id
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setOpen("delete")}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "retry" && <RetryTaskRunDialog run={run} onClose={() => setOpen(undefined)} />}
      <ChangeState run={run} opened={open === "state"} onClose={() => setOpen(undefined)} />
      <Delete run={run} opened={open === "delete"} onClose={() => setOpen(undefined)} />
    </>
  );
};

interface DialogProps {
  readonly run: TaskRun;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const ChangeState = ({ run, opened, onClose }: DialogProps) => {
  const change = useChange({ change: changeTaskRunState, touches: touchedByTaskRun, done: () => "The state is changed." });
  return (
    <ChangeStateDialog
      opened={opened}
      onClose={onClose}
      what="task run"
      current={run.state_type}
      onChange={(chosen) => change.mutateAsync({ id: run.id, ...chosen })}
    />
  );
};

const Delete = ({ run, opened, onClose }: DialogProps) => {
  const router = useRouter();
  const remove = useChange({
    change: async (api, id: string) => {
      await api.taskRuns.delete({ id });
      // Away from the page first, so that it does not ask for what is gone.
      if (run.flow_run_id === null) await router.navigate({ to: "/runs", search: { kind: "task" } });
      else await router.navigate({ to: "/runs/flow-run/$id", params: { id: run.flow_run_id } });
    },
    touches: touchedByTaskRun,
    done: () => "The task run is deleted.",
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Delete ${run.name}?`}
      does="Delete"
      onConfirm={() => remove.mutateAsync(run.id)}
    >
      Its states go with it, and runs that took its result no longer show where it came from. This cannot be undone.
    </ConfirmDialog>
  );
};
