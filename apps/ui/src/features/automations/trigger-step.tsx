import { SegmentedControl, Stack, Text } from "@mantine/core";
import type { JsonObject } from "@millrace/contract";
import { useState } from "react";
import { Panel } from "../../components/panel.tsx";
import { isObject } from "../../schema-form/json.ts";
import { describeTrigger } from "./describe.ts";
import { JsonPart } from "./json-part.tsx";
import { useMentionedNames } from "./resources.ts";
import { TriggerFields } from "./trigger-fields.tsx";
import { hasForm } from "./trigger-kinds.ts";

interface Props {
  readonly trigger: JsonObject;
  readonly onTrigger: (trigger: JsonObject) => void;
  readonly onProblem: (problem: string | undefined) => void;
}

/** When the automation acts: by fields, or as JSON. */
export const TriggerStep = ({ trigger, onTrigger, onProblem }: Props) => {
  const [wantsJson, setWantsJson] = useState(false);
  const names = useMentionedNames([{ trigger, actions: [] }]);
  const isJson = wantsJson || !hasForm(trigger);
  return (
    <Panel
      title="Trigger"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="How to enter the trigger"
          data={[
            { label: "Form", value: "form", disabled: !hasForm(trigger) },
            { label: "JSON", value: "json" },
          ]}
          value={isJson ? "json" : "form"}
          onChange={(mode) => {
            onProblem(undefined);
            setWantsJson(mode === "json");
          }}
        />
      }
    >
      <Stack gap="md">
        {isJson ? (
          <JsonPart
            label="Trigger"
            value={trigger}
            check={isObject}
            rule="A trigger is a JSON object."
            onValue={(typed) => {
              setWantsJson(true);
              onTrigger(typed);
            }}
            onProblem={onProblem}
          />
        ) : (
          <TriggerFields trigger={trigger} onChange={onTrigger} names={names} />
        )}
        <Text size="sm" c="dimmed" role="status">
          Acts when {describeTrigger(trigger, names)}.
        </Text>
      </Stack>
    </Panel>
  );
};
