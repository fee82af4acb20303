import { Code, Group, Menu, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { DeploymentSchedule, SchedulePolicy } from "@millrace/contract";
import { IconPencil } from "@tabler/icons-react";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import layout from "../components/layout.module.css";
import { ObjectMenu } from "../components/object-menu.tsx";
import { scheduleText } from "../components/schedule/schedule-text.ts";
import { useNow } from "../components/time/use-now.ts";
import { isInPause, policyTexts } from "./pauses.ts";
import { useDeleteSchedule, useSwitchSchedule } from "./schedule-deeds.ts";
import { useCronText } from "./use-cron-text.ts";

interface Props {
  readonly deploymentId: string;
  readonly schedule: DeploymentSchedule;
  /** Where it does anything but what the protocol does. */
  readonly policy: SchedulePolicy | undefined;
  readonly onEdit: () => void;
}

const Facts = ({ schedule, policy }: Pick<Props, "schedule" | "policy">) => {
  const now = useNow(policy !== undefined, 60_000);
  const { slug, max_scheduled_runs, parameters, schedule: when } = schedule;
  const words = useCronText("cron" in when ? when.cron : "");
  const ahead = max_scheduled_runs === null ? undefined : `${max_scheduled_runs} runs ahead`;
  const rests = policy !== undefined && isInPause(policy, now) ? "in a pause window" : undefined;
  const given = [words, slug, ahead, rests, ...(policy === undefined ? [] : policyTexts(policy))];
  const facts = given.filter((fact) => fact !== undefined && fact !== null);
  return (
    <Text size="xs" c="dimmed" component="div">
      {facts.join(" · ")}
      {Object.keys(parameters).length > 0 && (
        <>
          {facts.length > 0 && " · "}
          <Code>{JSON.stringify(parameters)}</Code>
        </>
      )}
    </Text>
  );
};

/** One schedule of a deployment: when, whether it is on, and what can be done with it. */
export const ScheduleItem = ({ deploymentId, schedule, policy, onEdit }: Props) => {
  const name = scheduleText(schedule.schedule);
  const toggle = useSwitchSchedule(deploymentId, schedule);
  const remove = useDeleteSchedule(deploymentId, schedule);
  const [isDeleting, dialog] = useDisclosure();
  return (
    <li className={layout.item}>
      <div style={{ flex: "1 1 200px", minWidth: 0, overflowWrap: "anywhere" }}>
        <Text size="sm" fw={550}>
          {name}
        </Text>
        <Facts schedule={schedule} policy={policy} />
      </div>
      <Group gap="xs" wrap="nowrap">
        <Switch
          size="sm"
          aria-label={`${name} is on`}
          checked={toggle.isPending ? toggle.variables : schedule.active}
          disabled={toggle.isPending}
          onChange={(event) => toggle.mutate(event.currentTarget.checked)}
        />
        <ObjectMenu name={name} id={schedule.id} onDelete={dialog.open}>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={onEdit}>
            Edit
          </Menu.Item>
        </ObjectMenu>
      </Group>
      <ConfirmDialog
        opened={isDeleting}
        onClose={dialog.close}
        title={`Delete the schedule ${name}?`}
        does="Delete"
        onConfirm={() => remove.mutateAsync()}
      >
        Its upcoming runs are dropped. Runs that have begun stay.
      </ConfirmDialog>
    </li>
  );
};
