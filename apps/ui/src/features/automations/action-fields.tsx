import { NativeSelect, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import type { JsonObject, StateType } from "@millrace/contract";
import { stateLabel } from "../../components/state-looks.ts";
import { kindOfAction } from "./action-kinds.ts";
import { ResourceSelect } from "./resource-select.tsx";
import { RunDeploymentFields } from "./run-deployment-fields.tsx";
import { TemplateInput } from "./template-input.tsx";

interface Props {
  readonly action: JsonObject;
  readonly onChange: (action: JsonObject) => void;
  readonly problem: string | undefined;
}

const nouns = { deployment: "deployment", "work-pool": "work pool", "work-queue": "work queue", automation: "automation" } as const;
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const idOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const TargetFields = ({ action, onChange, problem }: Props) => {
  const target = kindOfAction(action)?.target;
  if (target === undefined) return null;
  const { kind, field } = target;
  const noun = kind in nouns ? nouns[kind as keyof typeof nouns] : kind;
  const isInferred = action.source === "inferred";
  const { [field]: _, ...rest } = action;
  return (
    <>
      <NativeSelect
        label="Which one"
        data={[
          { value: "selected", label: `A certain ${noun}` },
          { value: "inferred", label: `The ${noun} that the event is about` },
        ]}
        value={isInferred ? "inferred" : "selected"}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === "inferred" ? { ...rest, source: value } : { ...rest, source: value, [field]: null })
        }
      />
      {!isInferred && (
        <ResourceSelect
          kind={kind}
          label={noun.charAt(0).toUpperCase() + noun.slice(1)}
          id={idOf(action[field])}
          onId={(id) => onChange({ ...action, source: "selected", [field]: id })}
          error={problem}
        />
      )}
    </>
  );
};

const states: readonly StateType[] = [
  ...(["SCHEDULED", "PENDING", "RUNNING", "PAUSED", "CANCELLING"] as const),
  ...(["COMPLETED", "FAILED", "CRASHED", "CANCELLED"] as const),
];

const StateFields = ({ action, onChange }: Props) => {
  const set = (changes: JsonObject): void => onChange({ ...action, ...changes });
  return (
    <>
      <NativeSelect
        label="State"
        data={states.map((type) => ({ value: type, label: stateLabel(type) }))}
        value={textOf(action.state)}
        onChange={({ currentTarget: { value } }) => set({ state: value })}
      />
      <TextInput
        label="Name"
        description="What the state is called; its usual name when empty"
        value={textOf(action.name)}
        onChange={({ currentTarget: { value } }) => set({ name: value === "" ? null : value })}
      />
      <Textarea
        label="Message"
        autosize
        minRows={2}
        value={textOf(action.message)}
        onChange={({ currentTarget: { value } }) => set({ message: value === "" ? null : value })}
      />
      <Switch
        label="Even if the server's rules are against it"
        checked={action.force === true}
        onChange={({ currentTarget: { checked } }) => set({ force: checked })}
      />
    </>
  );
};

const NotificationFields = ({ action, onChange, problem }: Props) => {
  const set = (changes: JsonObject): void => onChange({ ...action, ...changes });
  const block = idOf(action.block_document_id);
  return (
    <>
      <ResourceSelect
        kind="notifier"
        label="Block"
        description="What can send notifications, such as a Slack webhook or an e-mail server. Blocks are made under Blocks."
        id={block}
        onId={(id) => set({ block_document_id: id })}
        error={block === undefined ? problem : undefined}
      />
      <TemplateInput label="Subject" template={textOf(action.subject)} onTemplate={(subject) => set({ subject })} />
      <TemplateInput
        label="Text"
        description="Placeholders: {{ flow_run.name }}, {{ flow.name }}, {{ deployment.name }}, {{ work_pool.name }}, {{ event.event }}, {{ automation.name }}, …"
        isLong
        isRequired
        template={textOf(action.body)}
        onTemplate={(body) => set({ body })}
      />
      {block !== undefined && problem !== undefined && (
        <Text size="xs" c="red">
          {problem}
        </Text>
      )}
    </>
  );
};

const WebhookFields = ({ action, onChange, problem }: Props) => {
  const { payload } = action;
  const set = (changes: JsonObject): void => onChange({ ...action, ...changes });
  return (
    <>
      <ResourceSelect
        kind="webhook"
        label="Webhook"
        description="A block of the type Webhook"
        id={idOf(action.block_document_id)}
        onId={(id) => set({ block_document_id: id })}
        error={problem}
      />
      <TemplateInput
        label="Payload"
        description="The body of the request, with placeholders such as {{ event.id }}"
        isLong
        template={typeof payload === "string" ? payload : JSON.stringify(payload ?? "", null, 2)}
        onTemplate={(text) => set({ payload: text })}
      />
    </>
  );
};

/** What an action needs to know. */
export const ActionFields = (props: Props) => {
  const { type } = props.action;
  return (
    <Stack gap="md">
      <TargetFields {...props} />
      {type === "run-deployment" && <RunDeploymentFields {...props} />}
      {type === "change-flow-run-state" && <StateFields {...props} />}
      {type === "send-notification" && <NotificationFields {...props} />}
      {type === "call-webhook" && <WebhookFields {...props} />}
    </Stack>
  );
};
