import { Button, Group, Modal, NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import type { GlobalConcurrencyLimit } from "@millrace/contract";
import { type FormEvent, useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ErrorCard } from "../../components/error-card.tsx";

interface Fields {
  readonly name: string;
  readonly limit: number;
  readonly slot_decay_per_second: number;
  readonly active: boolean;
}

interface Props {
  /** Undefined creates one. */
  readonly limit?: GlobalConcurrencyLimit;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const useSave = (limit: GlobalConcurrencyLimit | undefined) =>
  useChange<Fields, unknown>({
    change: (api, body) =>
      limit === undefined ? api.concurrencyLimits.create({ body }) : api.concurrencyLimits.update({ id_or_name: limit.id, body }),
    touches: ["concurrencyLimits"],
    done: (_, { name }) => (limit === undefined ? `Created ${name}` : `Saved ${name}`),
  });

const toNumber = (value: number | string): number => (typeof value === "number" ? value : 0);

const LimitForm = ({ limit, onClose }: Omit<Props, "opened">) => {
  const [fields, setFields] = useState<Fields>({
    name: limit?.name ?? "",
    limit: limit?.limit ?? 1,
    slot_decay_per_second: limit?.slot_decay_per_second ?? 0,
    active: limit?.active ?? true,
  });
  const [isNameMissing, setNameMissing] = useState(false);
  const save = useSave(limit);
  const change = (changes: Partial<Fields>): void => setFields({ ...fields, ...changes });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = fields.name.trim();
    setNameMissing(name === "");
    if (name !== "") save.mutate({ ...fields, name }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {save.error !== null && <ErrorCard error={save.error} />}
        <TextInput
          label="Name"
          description="What flows and tasks ask for slots by."
          required
          data-autofocus
          value={fields.name}
          error={isNameMissing ? "A limit needs a name." : null}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <NumberInput
          label="Limit"
          description="How many slots there are."
          min={0}
          allowDecimal={false}
          value={fields.limit}
          onChange={(value) => change({ limit: toNumber(value) })}
        />
        <NumberInput
          label="Slots that come back per second"
          description="0: a slot is taken until it is given back. More makes a rate limit: slots come back by themselves."
          min={0}
          value={fields.slot_decay_per_second}
          onChange={(value) => change({ slot_decay_per_second: toNumber(value) })}
        />
        <Switch
          label="Active"
          description="An inactive limit lets everybody pass."
          checked={fields.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {limit === undefined ? "Create" : "Save"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Creates or edits a global limit. */
export const LimitDialog = ({ limit, opened, onClose }: Props) => (
  <Modal opened={opened} onClose={onClose} title={limit === undefined ? "Create a concurrency limit" : `Edit ${limit.name}`}>
    <LimitForm {...(limit === undefined ? {} : { limit })} onClose={onClose} />
  </Modal>
);
