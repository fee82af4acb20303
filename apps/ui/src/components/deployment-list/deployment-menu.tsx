import { Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Deployment } from "@millrace/contract";
import { IconAdjustments, IconCopyPlus, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlayerTrackNext } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { ObjectMenu } from "../object-menu.tsx";
import { DeleteDeploymentDialog } from "./delete-deployment-dialog.tsx";
import { usePause, useQuickRun } from "./deployment-deeds.ts";
import { missingInputs } from "./missing-inputs.ts";

interface Props {
  readonly deployment: Deployment;
  readonly onDeleted?: () => void;
  /** Whether running, pausing and editing are offered elsewhere. */
  readonly isShort?: boolean;
}

const RunItems = ({ deployment }: Pick<Props, "deployment">) => {
  const { id, name, paused } = deployment;
  const navigate = useNavigate();
  const pause = usePause({ id, name });
  const quick = useQuickRun({ id, name });
  const toForm = (): void => void navigate({ to: "/deployments/deployment/$id/run", params: { id } });
  return (
    <>
      <Menu.Item
        leftSection={<IconPlayerPlay size={15} />}
        onClick={() => (missingInputs(deployment).length > 0 ? toForm() : quick.mutate())}
      >
        Quick run
      </Menu.Item>
      <Menu.Item leftSection={<IconAdjustments size={15} />} onClick={toForm}>
        Custom run
      </Menu.Item>
      <Menu.Item
        leftSection={paused ? <IconPlayerTrackNext size={15} /> : <IconPlayerPause size={15} />}
        onClick={() => pause.mutate(!paused)}
      >
        {paused ? "Resume" : "Pause"}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconPencil size={15} />}
        onClick={() => void navigate({ to: "/deployments/deployment/$id/edit", params: { id } })}
      >
        Edit
      </Menu.Item>
    </>
  );
};

/** What can be done with a deployment. */
export const DeploymentMenu = ({ deployment, onDeleted, isShort = false }: Props) => {
  const { id, name } = deployment;
  const navigate = useNavigate();
  const [isDeleting, dialog] = useDisclosure();
  return (
    <>
      <ObjectMenu name={name} id={id} onDelete={dialog.open}>
        {!isShort && <RunItems deployment={deployment} />}
        <Menu.Item
          leftSection={<IconCopyPlus size={15} />}
          onClick={() => void navigate({ to: "/deployments/deployment/$id/duplicate", params: { id } })}
        >
          Duplicate
        </Menu.Item>
      </ObjectMenu>
      <DeleteDeploymentDialog deployment={deployment} opened={isDeleting} onClose={dialog.close} onDeleted={onDeleted} />
    </>
  );
};
