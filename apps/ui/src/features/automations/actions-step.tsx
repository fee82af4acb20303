import { ActionIcon, Button, Group, NativeSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import type { Json, JsonObject } from "@millrace/contract";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { isObject } from "../../schema-form/json.ts";
import { ActionFields } from "./action-fields.tsx";
import { actionKinds, findActionProblem, newAction } from "./action-kinds.ts";
import { JsonPart } from "./json-part.tsx";

interface Props {
  readonly actions: readonly JsonObject[];
  readonly onActions: (actions: JsonObject[]) => void;
  readonly onProblem: (problem: string | undefined) => void;
  /** Whether what is missing shows, as somebody has tried to go on. */
  readonly isTried: boolean;
}

interface CardProps {
  readonly action: JsonObject;
  readonly number: number;
  readonly count: number;
  readonly problem: string | undefined;
  readonly onChange: (action: JsonObject) => void;
  /** Moves it by so many places. */
  readonly onMove: (places: number) => void;
  readonly onRemove: () => void;
}

const ActionCard = ({ action, number, count, problem, onChange, onMove, onRemove }: CardProps) => (
  <Panel
    title={`Action ${number}`}
    actions={
      <Group gap={4}>
        <ActionIcon aria-label={`Move action ${number} up`} disabled={number === 1} onClick={() => onMove(-1)}>
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Move action ${number} down`} disabled={number === count} onClick={() => onMove(1)}>
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Remove action ${number}`} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    }
  >
    <Stack gap="md">
      <NativeSelect
        label="Do"
        data={actionKinds.map(({ type, label }) => ({ value: type, label }))}
        value={String(action.type)}
        onChange={({ currentTarget: { value } }) =>
          onChange(newAction(actionKinds.find(({ type }) => type === value)?.type ?? "do-nothing"))
        }
      />
      <ActionFields key={String(action.type)} action={action} onChange={onChange} problem={problem} />
    </Stack>
  </Panel>
);

const areActions = (value: Json): value is JsonObject[] => Array.isArray(value) && value.every(isObject);

const moved = (list: readonly JsonObject[], from: number, to: number): JsonObject[] => {
  const rest = list.toSpliced(from, 1);
  const item = list[from];
  return item === undefined ? rest : rest.toSpliced(to, 0, item);
};

const Cards = ({ actions, onActions, isTried }: Props) => (
  <Stack gap="md">
    {actions.map((action, index) => (
      <ActionCard
        // biome-ignore lint/suspicious/noArrayIndexKey: actions have no ids, and their fields keep nothing of their own.
        key={index}
        action={action}
        number={index + 1}
        count={actions.length}
        problem={isTried ? findActionProblem(action) : undefined}
        onChange={(changed) => onActions(actions.map((old, at) => (at === index ? changed : old)))}
        onMove={(places) => onActions(moved(actions, index, index + places))}
        onRemove={() => onActions(actions.toSpliced(index, 1))}
      />
    ))}
    {actions.length === 0 && (
      <EmptyState title="No actions yet">An automation without actions only notes that its trigger fired.</EmptyState>
    )}
    <Group>
      <Button
        variant="default"
        leftSection={<IconPlus size={15} />}
        onClick={() => onActions([...actions, newAction(actions.length === 0 ? "run-deployment" : "send-notification")])}
      >
        Add an action
      </Button>
    </Group>
  </Stack>
);

/** What the automation does, in order. */
export const ActionsStep = (props: Props) => {
  const [isJson, setJson] = useState(false);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          Done one after the other, whenever the trigger fires.
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="How to enter the actions"
          data={[
            { label: "Form", value: "form" },
            { label: "JSON", value: "json" },
          ]}
          value={isJson ? "json" : "form"}
          onChange={(mode) => {
            props.onProblem(undefined);
            setJson(mode === "json");
          }}
        />
      </Group>
      {isJson ? (
        <JsonPart
          label="Actions"
          value={[...props.actions]}
          check={areActions}
          rule="Actions are a list of JSON objects."
          onValue={props.onActions}
          onProblem={props.onProblem}
        />
      ) : (
        <Cards {...props} />
      )}
    </Stack>
  );
};
