import { Button, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Deployment } from "@millrace/contract";
import { IconCalendarOff, IconCalendarTime, IconPlayerPause, IconPlayerTrackNext, IconTrash } from "@tabler/icons-react";
import { DeleteDeploymentsDialog } from "./delete-deployments-dialog.tsx";
import { type ManyDeed, manyDeeds, touchedByDeployment } from "./deployment-deeds.ts";
import { useForMany } from "./use-for-many.ts";

const icons = {
  pause: IconPlayerPause,
  resume: IconPlayerTrackNext,
  schedulesOn: IconCalendarTime,
  schedulesOff: IconCalendarOff,
} as const;
const names = ["pause", "resume", "schedulesOn", "schedulesOff"] as const satisfies readonly ManyDeed[];

interface Props {
  readonly deployments: readonly Deployment[];
  readonly onDone: () => void;
}

/** What can be done with the selected deployments. */
export const DeploymentBulkBar = ({ deployments, onDone }: Props) => {
  const { start, isBusy } = useForMany(touchedByDeployment);
  const [isDeleting, dialog] = useDisclosure();
  const act = async (name: ManyDeed): Promise<void> => {
    const { run, done } = manyDeeds[name];
    await start({ items: deployments, nameOf: (each) => each.name, run, done, what: ["deployment", "deployments"] });
    onDone();
  };
  return (
    <>
      <Text size="sm" fw={600}>
        {deployments.length} selected
      </Text>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button variant="default" loading={isBusy}>
            Change them
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {names.map((name) => {
            const Icon = icons[name];
            return (
              <Menu.Item key={name} leftSection={<Icon size={15} />} onClick={() => void act(name)}>
                {manyDeeds[name].label}
              </Menu.Item>
            );
          })}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={dialog.open}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="subtle" onClick={onDone}>
        Clear
      </Button>
      <DeleteDeploymentsDialog deployments={deployments} opened={isDeleting} onClose={dialog.close} onDeleted={onDone} />
    </>
  );
};
