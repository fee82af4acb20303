import { ActionIcon, Button, Checkbox, Group, NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import type { JsonObject } from "@millrace/contract";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { moveItem, useItemOrder } from "../../schema-form/fields/use-item-order.ts";
import { describeTrigger } from "./describe.ts";
import { PeriodInput } from "./period-input.tsx";
import type { Names } from "./resources.ts";
import { templateOf } from "./status-trigger.ts";
import { placeOf, triggersOf } from "./trigger-kinds.ts";

export interface TriggerFieldsProps {
  readonly trigger: JsonObject;
  readonly onChange: (trigger: JsonObject) => void;
  /** Where it stands within others, such as "1.2"; undefined for the outermost. */
  readonly place?: string | undefined;
  /** Of what triggers mention. */
  readonly names: Names;
}

/** The fields of a trigger of any kind, this one included. */
interface WithFields {
  readonly Fields: ComponentType<TriggerFieldsProps>;
}

interface RulesProps {
  readonly trigger: JsonObject;
  readonly count: number;
  readonly onChange: (changes: JsonObject) => void;
}

const usualPeriod = 3600;

/** How many of them have to fire, and in which time. */
const Rules = ({ trigger: { type, require, within }, count, onChange }: RulesProps) => (
  <Stack gap="sm">
    {type === "compound" && (
      <Group align="flex-end">
        <NativeSelect
          label="Fire when"
          data={[
            { value: "all", label: "all of them have fired" },
            { value: "any", label: "any of them fires" },
            { value: "some", label: "some of them have fired" },
          ]}
          value={typeof require === "number" ? "some" : require === "any" ? "any" : "all"}
          onChange={({ currentTarget: { value } }) => onChange({ require: value === "some" ? 1 : value })}
        />
        {typeof require === "number" && (
          <NumberInput
            label="How many"
            w={110}
            min={1}
            max={Math.max(1, count)}
            allowDecimal={false}
            value={require}
            onChange={(value) => onChange({ require: Math.max(1, Number(value) || 1) })}
          />
        )}
      </Group>
    )}
    <Group align="flex-end">
      <Checkbox
        label="All of it within a limited time"
        mb={8}
        checked={typeof within === "number"}
        onChange={({ currentTarget: { checked } }) => onChange({ within: checked ? usualPeriod : null })}
      />
      {typeof within === "number" && <PeriodInput label="Within" seconds={within} onSeconds={(seconds) => onChange({ within: seconds })} />}
    </Group>
  </Stack>
);

interface PartProps extends TriggerFieldsProps, WithFields {
  readonly place: string;
  /** Undefined at the ends of the list. */
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
  readonly onRemove: () => void;
}

/** A trigger within another. */
const Part = ({ Fields, onUp, onDown, onRemove, ...fields }: PartProps) => {
  const { trigger, place, names } = fields;
  return (
    <Panel
      title={`Trigger ${place}`}
      actions={
        <Group gap={4} wrap="nowrap">
          <ActionIcon aria-label={`Move trigger ${place} up`} disabled={onUp === undefined} onClick={onUp}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon aria-label={`Move trigger ${place} down`} disabled={onDown === undefined} onClick={onDown}>
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon aria-label={`Remove trigger ${place}`} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      }
    >
      <Stack gap="md">
        <Fields {...fields} />
        <Text size="sm" c="dimmed">
          Fires when {describeTrigger(trigger, names)}.
        </Text>
      </Stack>
    </Panel>
  );
};

/** Triggers that fire together, or one after the other; each may hold others in turn. */
export const CompositeTriggerFields = ({ trigger, onChange, place: parent, names, Fields }: TriggerFieldsProps & WithFields) => {
  const triggers = triggersOf(trigger);
  const order = useItemOrder(triggers.length);
  const write = (changed: readonly JsonObject[]): void => onChange({ ...trigger, triggers: [...changed] });
  const move = (from: number, to: number) => () => {
    order.move(from, to);
    write(moveItem(triggers, { from, to }));
  };
  return (
    <Stack gap="md">
      <Rules trigger={trigger} count={triggers.length} onChange={(changes) => onChange({ ...trigger, ...changes })} />
      {triggers.map((each, index) => (
        <Part
          key={order.idOf(index)}
          trigger={each}
          place={placeOf(index, parent)}
          names={names}
          Fields={Fields}
          onChange={(changed) => write(triggers.with(index, changed))}
          onUp={index === 0 ? undefined : move(index, index - 1)}
          onDown={index === triggers.length - 1 ? undefined : move(index, index + 1)}
          onRemove={() => {
            order.remove(index);
            write(triggers.toSpliced(index, 1));
          }}
        />
      ))}
      {triggers.length === 0 && <EmptyState title="No triggers yet">What holds others fires by what these do.</EmptyState>}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => write([...triggers, templateOf(triggers.length === 0 ? "flow-run" : "deployment")])}
        >
          {parent === undefined ? "Add a trigger" : `Add a trigger to ${parent}`}
        </Button>
      </Group>
    </Stack>
  );
};
