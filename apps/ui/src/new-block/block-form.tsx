import { Button, Group, Stack, TextInput } from "@mantine/core";
import type { JsonObject } from "@millrace/contract";
import { type FormEvent, type ReactNode, useState } from "react";
import { ErrorCard } from "../components/error-card.tsx";
import { GuardedForm } from "../components/guarded-form.tsx";
import { Panel } from "../components/panel.tsx";
import type { BlockSource } from "../schema-form/form-context.ts";
import { SchemaForm } from "../schema-form/schema-form.tsx";
import { useSchemaForm } from "../schema-form/use-schema-form.ts";

export interface BlockValues {
  readonly name: string;
  readonly data: JsonObject;
}

interface Props {
  /** The schema's fields: the same object between drawings. */
  readonly fields: JsonObject;
  readonly initial: BlockValues;
  /** What it may refer to. */
  readonly blocks: BlockSource;
  /** A block keeps its name. */
  readonly isNamed?: boolean;
  readonly onSave: (values: BlockValues) => Promise<unknown>;
  readonly onCancel: () => void;
  /** Told with the first letter. */
  readonly onTyped?: (() => void) | undefined;
  readonly does: string;
}

const nameProblem = (name: string): string | undefined => {
  if (name.trim() === "") return "A block needs a name.";
  return /^[a-z0-9-]+$/.test(name.trim()) ? undefined : "Lowercase letters, digits and dashes only.";
};

/** Saves what is typed, and shows what the server has against it: at the fields where it can. */
const useSaving = ({ fields, initial, isNamed = false, onSave }: Props) => {
  const [name, setName] = useState(initial.name);
  const [isTried, setTried] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const form = useSchemaForm({ schema: fields, initial: initial.data, plain: true });
  const problem = isNamed ? undefined : nameProblem(name);
  const save = async (): Promise<void> => {
    setTried(true);
    setFailure(undefined);
    try {
      const data = await form.check();
      if (data === undefined || problem !== undefined) return;
      setSaving(true);
      await onSave({ name: name.trim(), data });
    } catch (error) {
      if (!form.refuse(error, "data")) setFailure(error);
    } finally {
      setSaving(false);
    }
  };
  return { form, name, setName, problem: isTried ? problem : undefined, save, isSaving, failure };
};

/** A block's name and its values, by the schema of its type. */
export const BlockForm = (props: Props): ReactNode => {
  const { isNamed = false, blocks, onCancel, onTyped, does } = props;
  const { form, name, setName, problem, save, isSaving, failure } = useSaving(props);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // It may stand in a dialog over another form, which is not what is sent.
    event.stopPropagation();
    void save();
  };
  return (
    <GuardedForm onSubmit={submit} noValidate isBusy={isSaving} isChanged={form.isDirty} {...(onTyped && { onTyped })}>
      <Stack gap="md">
        {!isNamed && (
          <Panel>
            <TextInput
              label="Name"
              description="Flows load the block by it. It cannot be changed later."
              required
              data-autofocus
              value={name}
              error={problem}
              onChange={({ currentTarget: { value } }) => setName(value)}
            />
          </Panel>
        )}
        <Panel title="Values">
          <SchemaForm {...form.props} kinds={["json"]} blocks={blocks} />
        </Panel>
        {failure !== undefined && <ErrorCard error={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isSaving}>
            {does}
          </Button>
        </Group>
      </Stack>
    </GuardedForm>
  );
};
