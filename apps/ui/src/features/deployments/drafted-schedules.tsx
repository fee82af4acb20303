import { ActionIcon, Button, Group } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { browserZone } from "../../components/form/zone-select.tsx";
import layout from "../../components/layout.module.css";
import { Panel } from "../../components/panel.tsx";
import { ScheduleDialog } from "../../schedules/schedule-dialog.tsx";
import { draftText, newDraft, type ScheduleDraft } from "../../schedules/schedule-draft.ts";

interface Props {
  readonly drafts: readonly ScheduleDraft[];
  readonly onDrafts: (drafts: readonly ScheduleDraft[]) => void;
}

/** Schedules that are saved with their deployment. */
export const DraftedSchedules = ({ drafts, onDrafts }: Props) => {
  const [edited, setEdited] = useState<number>();
  const save = (index: number, draft: ScheduleDraft): void =>
    onDrafts(index === drafts.length ? [...drafts, draft] : drafts.map((each, at) => (at === index ? draft : each)));
  const add = (
    <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => setEdited(drafts.length)}>
      Add a schedule
    </Button>
  );
  return (
    <Panel title="Schedules" actions={add}>
      {drafts.length === 0 ? (
        "None: it runs when somebody or an automation starts it."
      ) : (
        <ul className={layout.list} aria-label="Schedules">
          {drafts.map((draft, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two of them may say the same.
            <li key={index} className={layout.item}>
              <span>
                {draftText(draft)}
                {!draft.active && ", off"}
              </span>
              <Group gap={4} wrap="nowrap">
                <ActionIcon aria-label={`Edit ${draftText(draft)}`} onClick={() => setEdited(index)}>
                  <IconPencil size={16} />
                </ActionIcon>
                <ActionIcon aria-label={`Remove ${draftText(draft)}`} onClick={() => onDrafts(drafts.filter((_, at) => at !== index))}>
                  <IconTrash size={16} />
                </ActionIcon>
              </Group>
            </li>
          ))}
        </ul>
      )}
      {edited !== undefined && (
        <ScheduleDialog
          title={edited === drafts.length ? "Add a schedule" : "Edit the schedule"}
          does={edited === drafts.length ? "Add" : "Keep"}
          initial={drafts[edited] ?? newDraft(browserZone())}
          policy={undefined}
          onSave={async ({ draft }) => save(edited, draft)}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Panel>
  );
};
