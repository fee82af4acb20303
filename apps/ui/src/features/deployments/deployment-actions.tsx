import { Button } from "@mantine/core";
import type { Deployment } from "@millrace/contract";
import { IconAdjustments, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlayerTrackNext } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useCommands } from "../../commands/commands-context.tsx";
import { LinkButton } from "../../components/app-link.tsx";
import { usePause, useQuickRun } from "../../components/deployment-list/deployment-deeds.ts";
import { DeploymentMenu } from "../../components/deployment-list/deployment-menu.tsx";
import { missingInputs } from "../../components/deployment-list/missing-inputs.ts";

/** Running, pausing and changing a deployment: as buttons, and in the palette. */
export const DeploymentActions = ({ deployment }: { readonly deployment: Deployment }) => {
  const { id, name, paused } = deployment;
  const navigate = useNavigate();
  const pause = usePause({ id, name });
  const quick = useQuickRun({ id, name });
  const isAsked = missingInputs(deployment).length > 0;
  const { mutate: start } = quick;
  const { mutate: setPaused } = pause;
  const commands = useMemo(() => {
    const params = { id };
    const toForm = (): void => void navigate({ to: "/deployments/deployment/$id/run", params });
    const run = (): void =>
      isAsked ? toForm() : start(undefined, { onSuccess: (made) => void navigate({ to: "/runs/flow-run/$id", params: { id: made.id } }) });
    return [
      { id: "deployment-quick-run", label: "Run this deployment now", run },
      { id: "deployment-run", label: "Run this deployment with other inputs", run: toForm },
      { id: "deployment-pause", label: `${paused ? "Resume" : "Pause"} this deployment`, run: () => setPaused(!paused) },
      {
        id: "deployment-edit",
        label: "Edit this deployment",
        run: () => void navigate({ to: "/deployments/deployment/$id/edit", params }),
      },
    ];
  }, [id, paused, isAsked, start, setPaused, navigate]);
  useCommands(commands);
  return (
    <>
      <Button leftSection={<IconPlayerPlay size={15} />} loading={quick.isPending} onClick={() => commands[0]?.run()}>
        Quick run
      </Button>
      <LinkButton to="/deployments/deployment/$id/run" params={{ id }} variant="default" leftSection={<IconAdjustments size={15} />}>
        Custom run
      </LinkButton>
      <Button
        variant="default"
        loading={pause.isPending}
        leftSection={paused ? <IconPlayerTrackNext size={15} /> : <IconPlayerPause size={15} />}
        onClick={() => pause.mutate(!paused)}
      >
        {paused ? "Resume" : "Pause"}
      </Button>
      <LinkButton to="/deployments/deployment/$id/edit" params={{ id }} variant="default" leftSection={<IconPencil size={15} />}>
        Edit
      </LinkButton>
      <DeploymentMenu deployment={deployment} isShort onDeleted={() => void navigate({ to: "/deployments" })} />
    </>
  );
};
