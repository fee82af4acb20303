import { Button, Group, Input, Stack, TagsInput, TextInput } from "@mantine/core";
import type { CreateVariableInput, Variable } from "@millrace/contract";
import { type FormEvent, useId, useState } from "react";
import { fieldProblemsOf } from "../../api/problem.ts";
import { useChange } from "../../api/use-change.ts";
import { CodeEditor } from "../../components/code-editor.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { GuardedDialog } from "../../components/guarded-dialog.tsx";

interface Props {
  /** The variable to edit; undefined for a new one. */
  readonly variable: Variable | undefined;
  readonly onClose: () => void;
}

type Read = { readonly value: CreateVariableInput["value"] } | { readonly problem: string };

const readValue = (text: string): Read => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}. Put quotes around plain text.` };
  }
};

/** What is typed, and what is wrong with it: found here once somebody has tried to save it, or by the server. */
const useVariableFields = (variable: Variable | undefined) => {
  const [name, setName] = useState(variable?.name ?? "");
  const [begun] = useState({
    text: variable === undefined ? '""' : JSON.stringify(variable.value, null, 2),
    tags: variable?.tags ?? [],
  });
  const [text, setText] = useState(begun.text);
  const [tags, setTags] = useState<readonly string[]>(begun.tags);
  const [isTried, setTried] = useState(false);
  const read = readValue(text);
  const missing = name.trim() === "" ? "A variable needs a name." : undefined;
  return {
    ...{ name, setName, text, setText, tags, setTags },
    isChanged: text !== begun.text || tags !== begun.tags,
    problems: isTried ? { name: missing, value: "problem" in read ? read.problem : undefined } : {},
    /** The whole, or undefined while something is wrong. */
    check: (): CreateVariableInput | undefined => {
      setTried(true);
      return "problem" in read || missing !== undefined ? undefined : { name: name.trim(), value: read.value, tags: [...tags] };
    },
  };
};

/** Makes or changes a variable. What was typed stays when the server refuses it. */
export const VariableDialog = ({ variable, onClose }: Props) => {
  const fields = useVariableFields(variable);
  const valueId = useId();
  const save = useChange<CreateVariableInput>({
    change: (api, body) => (variable === undefined ? api.variables.create({ body }) : api.variables.update({ id: variable.id, body })),
    touches: ["variables"],
    done: (_, { name }) => (variable === undefined ? `Created ${name}` : `Saved ${name}`),
  });
  const refused = fieldProblemsOf(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = fields.check();
    if (body !== undefined) save.mutate(body, { onSuccess: onClose });
  };
  return (
    <GuardedDialog
      title={variable === undefined ? "New variable" : `Edit ${variable.name}`}
      size="lg"
      onClose={onClose}
      onSubmit={submit}
      isChanged={fields.isChanged}
      isBusy={save.isPending}
    >
      <Stack gap="md">
        {save.error !== null && <ErrorCard error={save.error} />}
        <TextInput
          label="Name"
          description="Lowercase letters, digits, dashes and underscores. Flows read it by this name."
          required
          data-autofocus
          value={fields.name}
          error={fields.problems.name ?? refused.name}
          onChange={(event) => fields.setName(event.currentTarget.value)}
        />
        <Input.Wrapper
          label="Value"
          description="Any JSON: text in quotes, a number, a list, an object."
          error={fields.problems.value}
          id={valueId}
        >
          <CodeEditor label="Value" value={fields.text} onChange={fields.setText} minHeight="110px" maxHeight="320px" />
        </Input.Wrapper>
        <TagsInput label="Tags" value={[...fields.tags]} onChange={fields.setTags} placeholder="Type one and press Enter" />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {variable === undefined ? "Create the variable" : "Save"}
          </Button>
        </Group>
      </Stack>
    </GuardedDialog>
  );
};
