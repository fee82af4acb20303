import { Stack, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { Panel } from "../../components/panel.tsx";
import type { AutomationDraft } from "./automation-draft.ts";
import { describeAction, describeTrigger } from "./describe.ts";
import { useMentionedNames } from "./resources.ts";
import { TriggerParts } from "./trigger-parts.tsx";

interface Props {
  readonly draft: AutomationDraft;
  readonly onChange: (changes: Partial<AutomationDraft>) => void;
  readonly isTried: boolean;
}

/** What the automation is called, and what it amounts to. */
export const DetailsStep = ({ draft, onChange, isTried }: Props) => {
  const { name, description, tags, enabled, trigger, actions } = draft;
  const names = useMentionedNames([{ trigger, actions }]);
  return (
    <Stack gap="md">
      <Panel title="Details">
        <Stack gap="md">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            error={isTried && name.trim() === "" ? "An automation needs a name." : null}
            onChange={({ currentTarget: { value } }) => onChange({ name: value })}
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            value={description}
            onChange={({ currentTarget: { value } }) => onChange({ description: value })}
          />
          <TagsInput label="Tags" value={tags} onChange={(chosen) => onChange({ tags: chosen })} />
          <Switch
            label="Enabled"
            description="Acts from now on; otherwise it waits until it is switched on"
            checked={enabled}
            onChange={({ currentTarget: { checked } }) => onChange({ enabled: checked })}
          />
        </Stack>
      </Panel>
      <Panel title="In short">
        <p style={{ margin: 0 }}>When {describeTrigger(trigger, names)}:</p>
        <TriggerParts trigger={trigger} names={names} />
        <ol style={{ margin: "6px 0 0" }}>
          {actions.map((action, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: actions have no ids.
            <li key={index}>{describeAction(action, names)}</li>
          ))}
          {actions.length === 0 && <li>Do nothing</li>}
        </ol>
      </Panel>
    </Stack>
  );
};
