import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { useCallbackRef } from "@mantine/hooks";
import type { FlowRun } from "@millrace/contract";
import {
  IconArrowsDiff,
  IconChevronLeft,
  IconChevronRight,
  IconCopy,
  IconDots,
  IconEdit,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRepeat,
  IconRotateClockwise,
  IconTrash,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useMemo, useState } from "react";
import { useSay } from "../../api/say-context.tsx";
import { useCommands } from "../../commands/commands-context.tsx";
import { copyText } from "../../components/copy-text.ts";
import { useShortcut } from "../../shortcuts/shortcuts-context.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { LoadedResumeDialog } from "./loaded-resume-dialog.ts";
import { PauseDialog } from "./pause-dialog.tsx";
import { RetryDialog } from "./retry-dialog.tsx";
import { RunChangeStateDialog } from "./run-change-state-dialog.tsx";
import { possibleDeeds } from "./run-deeds.ts";
import { useNeighbours } from "./use-neighbours.ts";

const dialogs = {
  cancel: CancelDialog,
  pause: PauseDialog,
  resume: LoadedResumeDialog,
  retry: RetryDialog,
  state: RunChangeStateDialog,
  delete: DeleteDialog,
} as const;
type DialogName = keyof typeof dialogs;

const items = [
  { name: "resume", label: "Resume", icon: IconPlayerPlay, isMain: true },
  { name: "retry", label: "Retry", icon: IconRotateClockwise, isMain: true },
  { name: "cancel", label: "Cancel", icon: IconPlayerStop, isMain: true },
  { name: "pause", label: "Pause or suspend", icon: IconPlayerPause, isMain: false },
] as const;

interface Props {
  readonly run: FlowRun;
  readonly tab: string | undefined;
}

/** Everything that can be done with a run: what is likely as a button, the rest in a menu and in the palette. */
export const RunActions = ({ run, tab }: Props) => {
  const [open, setOpen] = useState<DialogName>();
  const navigate = useNavigate();
  const say = useSay();
  const neighbours = useNeighbours(run, tab);
  const possible = possibleDeeds(run);
  const deeds = items.filter(({ name }) => possible[name]);
  const copyToNew = (): void => {
    if (run.deployment_id !== null)
      void navigate({ to: "/deployments/deployment/$id/run", params: { id: run.deployment_id }, search: { from: run.id } });
  };
  const copyId = async (): Promise<void> => {
    await copyText(run.id);
    say.done("The id is copied.");
  };
  useRunCommands({ deeds, onOpen: setOpen, onCompare: neighbours.compare, onCopy: possible.copy ? copyToNew : undefined });
  useShortcut({ keys: "[", does: "Previous run of the deployment", run: () => neighbours.go("previous") });
  useShortcut({ keys: "]", does: "Next run of the deployment", run: () => neighbours.go("next") });
  const Dialog = open === undefined ? undefined : dialogs[open];
  return (
    <>
      <Neighbours onGo={neighbours.go} />
      {deeds
        .filter(({ isMain }) => isMain)
        .map(({ name, label, icon: Icon }) => (
          <Button
            key={name}
            variant={name === "resume" ? "filled" : "default"}
            leftSection={<Icon size={15} />}
            onClick={() => setOpen(name)}
          >
            {label}
          </Button>
        ))}
      {possible.copy && (
        <Button variant="default" leftSection={<IconRepeat size={15} />} onClick={copyToNew} visibleFrom="sm">
          Copy to new run
        </Button>
      )}
      <Menu position="bottom-end">
        <Tooltip label="More">
          <Menu.Target>
            <ActionIcon variant="default" size="md" aria-label="More for this run">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
        </Tooltip>
        <Menu.Dropdown>
          {possible.pause && (
            <Menu.Item leftSection={<IconPlayerPause size={15} />} onClick={() => setOpen("pause")}>
              Pause or suspend
            </Menu.Item>
          )}
          {possible.copy && (
            <Menu.Item leftSection={<IconRepeat size={15} />} onClick={copyToNew} hiddenFrom="sm">
              Copy to new run
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconArrowsDiff size={15} />} onClick={neighbours.compare}>
            Compare with the last success
          </Menu.Item>
          <Menu.Item leftSection={<IconEdit size={15} />} onClick={() => setOpen("state")}>
            Change the state
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyId()}>
            Copy the id
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setOpen("delete")}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {Dialog !== undefined && (
        <Suspense>
          <Dialog run={run} opened onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </>
  );
};

interface RunCommands {
  readonly deeds: readonly (typeof items)[number][];
  readonly onOpen: (name: DialogName) => void;
  readonly onCompare: () => void;
  readonly onCopy: (() => void) | undefined;
}

/** The same deeds for the palette. */
const useRunCommands = ({ deeds, onOpen, onCompare, onCopy }: RunCommands): void => {
  const names = deeds.map(({ name }) => name).join(" ");
  const compare = useCallbackRef(onCompare);
  const copy = useCallbackRef(onCopy);
  const canCopy = onCopy !== undefined;
  const commands = useMemo(
    () => [
      ...items
        .filter(({ name }) => names.split(" ").includes(name))
        .map(({ name, label }) => ({ id: `run-${name}`, label: `${label} this run`, run: () => onOpen(name) })),
      ...(canCopy ? [{ id: "run-copy", label: "Copy this run to a new one", run: copy }] : []),
      { id: "run-compare", label: "Compare this run with the last success", run: compare },
      { id: "run-state", label: "Change the state of this run", run: () => onOpen("state") },
      { id: "run-delete", label: "Delete this run", run: () => onOpen("delete") },
    ],
    [names, onOpen, compare, copy, canCopy],
  );
  useCommands(commands);
};

const Neighbours = ({ onGo }: { readonly onGo: (side: "previous" | "next") => void }) => (
  <ActionIcon.Group visibleFrom="sm">
    <Tooltip label="Previous run of the deployment ( [ )">
      <ActionIcon variant="default" size="md" aria-label="Previous run" onClick={() => onGo("previous")}>
        <IconChevronLeft size={16} />
      </ActionIcon>
    </Tooltip>
    <Tooltip label="Next run of the deployment ( ] )">
      <ActionIcon variant="default" size="md" aria-label="Next run" onClick={() => onGo("next")}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </Tooltip>
  </ActionIcon.Group>
);
