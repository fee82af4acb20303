import { Button, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { GuardedForm } from "../../components/guarded-form.tsx";
import { Panel } from "../../components/panel.tsx";
import { DescriptionAndLimit, type PlaceFields } from "./pool-fields.tsx";

export interface QueueFields extends PlaceFields {
  readonly name: string;
  /** Null: the first that is free. */
  readonly priority: number | null;
}

interface Props {
  readonly initial: QueueFields;
  readonly isNameFixed?: boolean;
  readonly isBusy: boolean;
  readonly does: string;
  readonly failure: ReactNode;
  readonly cancel: ReactNode;
  readonly onSubmit: (fields: QueueFields) => void;
}

export const QueueForm = ({ initial, isNameFixed = false, isBusy, does, failure, cancel, onSubmit }: Props) => {
  const [fields, setFields] = useState(initial);
  const [isNameMissing, setNameMissing] = useState(false);
  const change = (changes: Partial<QueueFields>): void => setFields((before) => ({ ...before, ...changes }));
  const name = fields.name.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setNameMissing(name === "");
    if (name !== "") onSubmit({ ...fields, name });
  };
  return (
    <GuardedForm onSubmit={submit} isBusy={isBusy}>
      <Stack gap="md" maw={640}>
        {failure}
        <Panel title="Details">
          <Stack gap="md">
            <TextInput
              label="Name"
              required
              disabled={isNameFixed}
              value={fields.name}
              error={isNameMissing ? "A work queue needs a name." : null}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <DescriptionAndLimit fields={fields} onChange={change} what="work queue" />
            <NumberInput
              label="Priority"
              description="1 is served first. One that another queue has moves that one down. Empty means the first that is free."
              w={240}
              min={1}
              allowDecimal={false}
              value={fields.priority ?? ""}
              onChange={(value) => change({ priority: typeof value === "number" ? value : null })}
            />
          </Stack>
        </Panel>
        <Group justify="flex-end">
          {cancel}
          <Button type="submit" loading={isBusy}>
            {does}
          </Button>
        </Group>
      </Stack>
    </GuardedForm>
  );
};
