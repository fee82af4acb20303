import { Button, Modal, Skeleton, Text } from "@mantine/core";
import type { Deployment, DeploymentSchedule } from "@millrace/contract";
import { IconCalendarTime, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useCall } from "../api/use-call.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { browserZone } from "../components/form/zone-select.tsx";
import layout from "../components/layout.module.css";
import { Panel } from "../components/panel.tsx";
import { useSaveSchedule } from "./schedule-deeds.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { newDraft, readDraft, usualPolicy } from "./schedule-draft.ts";
import { ScheduleItem } from "./schedule-item.tsx";
import { usePolicies } from "./use-policies.ts";
import { useKnowsSchedules } from "./use-preview.ts";

interface EditorProps {
  readonly deployment: Deployment;
  /** Undefined for a new one. */
  readonly schedule: DeploymentSchedule | undefined;
  readonly onClose: () => void;
}

/** The dialog for a schedule that is saved at once. */
const Editor = ({ deployment, schedule, onClose }: EditorProps) => {
  const { id } = deployment;
  const hasPolicy = useKnowsSchedules();
  const isAsked = hasPolicy && schedule !== undefined;
  const policy = useCall("schedulePolicies", "get", { id, schedule_id: schedule?.id ?? "" }, { enabled: isAsked, poll: 0 });
  const save = useSaveSchedule(id, schedule);
  const title = schedule === undefined ? "Add a schedule" : "Edit the schedule";
  if (isAsked && policy.isPending)
    return (
      <Modal opened onClose={onClose} title={title} size="xl">
        <Skeleton h={360} />
      </Modal>
    );
  return (
    <ScheduleDialog
      title={title}
      deployment={deployment}
      does={schedule === undefined ? "Add" : "Save"}
      initial={schedule === undefined ? newDraft(browserZone()) : readDraft(schedule)}
      policy={isAsked ? policy.data : hasPolicy ? usualPolicy : undefined}
      onSave={save.mutateAsync}
      onClose={onClose}
    />
  );
};

/** The schedules of a deployment. */
export const SchedulesPanel = ({ deployment }: { readonly deployment: Deployment }) => {
  const [edited, setEdited] = useState<{ readonly schedule: DeploymentSchedule | undefined }>();
  const { schedules, paused } = deployment;
  const { data: policies } = usePolicies(deployment.id);
  const add = (
    <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => setEdited({ schedule: undefined })}>
      Add a schedule
    </Button>
  );
  return (
    <Panel title="Schedules" actions={add}>
      {paused && (
        <Text size="sm" c="dimmed" mb="xs">
          The deployment is paused: none of them makes runs.
        </Text>
      )}
      {schedules.length === 0 ? (
        <EmptyState icon={IconCalendarTime} title="No schedules">
          It runs when somebody or an automation starts it.
        </EmptyState>
      ) : (
        <ul className={layout.list} aria-label="Schedules">
          {schedules
            .toSorted((one, other) => one.created.localeCompare(other.created))
            .map((schedule) => (
              <ScheduleItem
                key={schedule.id}
                deploymentId={deployment.id}
                schedule={schedule}
                policy={policies?.find(({ schedule_id }) => schedule_id === schedule.id)}
                onEdit={() => setEdited({ schedule })}
              />
            ))}
        </ul>
      )}
      {edited !== undefined && <Editor deployment={deployment} schedule={edited.schedule} onClose={() => setEdited(undefined)} />}
    </Panel>
  );
};
