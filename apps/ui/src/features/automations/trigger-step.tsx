import { NativeSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import type { Json, JsonObject } from "@millrace/contract";
import { useState } from "react";
import { Panel } from "../../components/panel.tsx";
import { describeTrigger } from "./describe.ts";
import { EventTriggerFields } from "./event-trigger-fields.tsx";
import { JsonPart } from "./json-part.tsx";
import { useMentionedNames } from "./resources.ts";
import { printStatusTrigger, readStatusTrigger, templateOf } from "./status-trigger.ts";
import { StatusTriggerFields } from "./status-trigger-fields.tsx";

interface Props {
  readonly trigger: JsonObject;
  readonly onTrigger: (trigger: JsonObject) => void;
  readonly onProblem: (problem: string | undefined) => void;
}

const kinds = [
  { value: "flow-run", label: "The state of flow runs" },
  { value: "deployment", label: "The status of deployments" },
  { value: "work-pool", label: "The status of work pools" },
  { value: "work-queue", label: "The status of work queues" },
  { value: "event", label: "Events of any kind" },
  { value: "compound", label: "Several triggers together" },
  { value: "sequence", label: "Several triggers in order" },
] as const;
type Kind = (typeof kinds)[number]["value"];

const isObject = (value: Json): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const isComposite = (kind: Kind): boolean => kind === "compound" || kind === "sequence";

const anyEvent: JsonObject = {
  type: "event",
  posture: "Reactive",
  match: {},
  match_related: {},
  for_each: [],
  after: [],
  expect: [],
  threshold: 1,
  within: 0,
};

/** What one kind begins with; a trigger of before goes into those that hold others. */
const startOf = (kind: Kind, trigger: JsonObject): JsonObject => {
  if (kind === "event") return trigger.type === "event" ? trigger : anyEvent;
  if (kind !== "compound" && kind !== "sequence") return templateOf(kind);
  const triggers = Array.isArray(trigger.triggers) ? trigger.triggers : [trigger, templateOf("deployment")];
  return kind === "sequence" ? { type: kind, triggers, within: 3600 } : { type: kind, triggers, require: "all", within: 3600 };
};

const kindOf = (trigger: JsonObject): Kind => {
  if (trigger.type === "compound" || trigger.type === "sequence") return trigger.type;
  return readStatusTrigger(trigger)?.kind ?? "event";
};

/** When the automation acts: by fields where there are some, and always as JSON. */
export const TriggerStep = ({ trigger, onTrigger, onProblem }: Props) => {
  // What somebody chose stays: a trigger for any event may look like one of the others for a while.
  const [kind, setKind] = useState<Kind>(() => kindOf(trigger));
  const [wantsJson, setWantsJson] = useState(false);
  const names = useMentionedNames([{ trigger, actions: [] }]);
  const isJson = wantsJson || isComposite(kind);
  const status = isComposite(kind) || kind === "event" ? undefined : readStatusTrigger(trigger);
  const choose = (chosen: Kind): void => {
    setKind(chosen);
    onProblem(undefined);
    onTrigger(startOf(chosen, trigger));
  };
  const show = (mode: string): void => {
    onProblem(undefined);
    setKind(kindOf(trigger));
    setWantsJson(mode === "json");
  };
  return (
    <Panel
      title="Trigger"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="How to enter the trigger"
          data={[
            { label: "Form", value: "form", disabled: isComposite(kind) },
            { label: "JSON", value: "json" },
          ]}
          value={isJson ? "json" : "form"}
          onChange={show}
        />
      }
    >
      <Stack gap="md">
        <NativeSelect
          label="Watch"
          data={[...kinds]}
          value={kind}
          onChange={({ currentTarget: { value } }) => choose(kinds.find((each) => each.value === value)?.value ?? "event")}
        />
        {isJson ? (
          <JsonPart
            key={kind}
            label="Trigger"
            value={trigger}
            check={isObject}
            rule="A trigger is a JSON object."
            onValue={onTrigger}
            onProblem={onProblem}
          />
        ) : status === undefined ? (
          <EventTriggerFields trigger={trigger} onChange={onTrigger} />
        ) : (
          <StatusTriggerFields key={kind} trigger={status} onChange={(changed) => onTrigger(printStatusTrigger(changed))} />
        )}
        <Text size="sm" c="dimmed" role="status">
          Acts when {describeTrigger(trigger, names)}.
        </Text>
      </Stack>
    </Panel>
  );
};
