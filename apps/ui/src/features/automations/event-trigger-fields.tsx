import { ActionIcon, Button, Group, NativeSelect, NumberInput, Stack, TagsInput } from "@mantine/core";
import type { Json, JsonObject } from "@millrace/contract";
import { IconPlus, IconX } from "@tabler/icons-react";
import { isObject } from "../../schema-form/json.ts";
import { LabelPatternsFields } from "./label-patterns-fields.tsx";
import { PeriodInput } from "./period-input.tsx";

interface Props {
  readonly trigger: JsonObject;
  readonly onChange: (trigger: JsonObject) => void;
}

const textsOf = (value: Json | undefined): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);
const numberOf = (value: Json | undefined, usual: number): number => (typeof value === "number" ? value : usual);

interface NamesProps {
  readonly label: string;
  readonly description: string;
  readonly names: Json | undefined;
  readonly onNames: (names: string[]) => void;
}

const Names = ({ label, description, names, onNames }: NamesProps) => (
  <TagsInput label={label} description={description} acceptValueOnBlur value={textsOf(names)} onChange={onNames} />
);

const RelatedFields = ({ value, onValue }: { readonly value: Json | undefined; readonly onValue: (value: Json) => void }) => {
  const list = (Array.isArray(value) ? value : [value])
    .filter(isObject)
    .filter((each, _, all) => all.length > 1 || Object.keys(each).length > 0);
  const write = (next: readonly JsonObject[]): void => onValue(next.length > 1 ? next : (next[0] ?? {}));
  return (
    <Stack gap="sm">
      {list.map((patterns, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they keep their places.
        <Group key={index} align="flex-start" wrap="nowrap" gap={6}>
          <div style={{ flex: 1, minWidth: 0 }}>
            <LabelPatternsFields
              label={`Related resource ${index + 1}`}
              description="One related resource has all of these labels."
              patterns={patterns}
              onPatterns={(changed) => write(list.map((old, at) => (at === index ? changed : old)))}
            />
          </div>
          <ActionIcon aria-label={`Remove related resource ${index + 1}`} onClick={() => write(list.filter((_, at) => at !== index))}>
            <IconX size={15} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={13} />}
          onClick={() => write([...list, { "prefect.resource.role": [] }])}
        >
          Add a related resource
        </Button>
      </Group>
    </Stack>
  );
};

/** Everything a trigger for events can say. */
export const EventTriggerFields = ({ trigger, onChange }: Props) => {
  const { posture, expect, after, for_each, threshold, within, match, match_related } = trigger;
  const set = (changes: JsonObject): void => onChange({ ...trigger, ...changes });
  return (
    <Stack gap="md">
      <NativeSelect
        label="Fire when the events"
        data={[
          { value: "Reactive", label: "come" },
          { value: "Proactive", label: "fail to come" },
        ]}
        value={posture === "Proactive" ? "Proactive" : "Reactive"}
        onChange={({ currentTarget: { value } }) =>
          set({ posture: value, within: value === "Proactive" ? Math.max(10, numberOf(within, 0)) : numberOf(within, 0) })
        }
      />
      <Names
        label="Events"
        description="Names, with * at the end for all that begin so; any event when empty."
        names={expect}
        onNames={(names) => set({ expect: names })}
      />
      <LabelPatternsFields
        label="Resource"
        description="The resource of the event has all of these labels. * stands for anything, a leading ! for its opposite."
        patterns={isObject(match) ? match : {}}
        onPatterns={(patterns) => set({ match: patterns })}
      />
      <RelatedFields value={match_related} onValue={(related) => set({ match_related: related })} />
      <Names
        label="After"
        description="Events that must have come first; nothing is awaited before."
        names={after}
        onNames={(names) => set({ after: names })}
      />
      <Group align="flex-end">
        <NumberInput
          label="Times"
          min={1}
          w={110}
          allowDecimal={false}
          value={numberOf(threshold, 1)}
          onChange={(value) => set({ threshold: Number(value) || 1 })}
        />
        <PeriodInput label="Within" seconds={numberOf(within, 0)} onSeconds={(seconds) => set({ within: seconds })} />
      </Group>
      <Names
        label="Count apart for each"
        description="Labels: events are counted for each of their values, such as prefect.resource.id."
        names={for_each}
        onNames={(names) => set({ for_each: names })}
      />
    </Stack>
  );
};
