import { Alert, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import type { JsonObject } from "@millrace/contract";
import { type FormEvent, type ReactNode, useEffect, useMemo, useState } from "react";
import { CodeEditor } from "../../components/code-editor.tsx";
import { GuardedForm } from "../../components/guarded-form.tsx";
import { Panel } from "../../components/panel.tsx";
import { useInlineBlocks } from "../../new-block/inline-blocks.tsx";
import { SchemaForm } from "../../schema-form/schema-form.tsx";
import { useSchemaForm } from "../../schema-form/use-schema-form.ts";
import { defaultsOf, parseObject, schemaOfDefaults, withDefaults } from "./job-template.ts";

interface Props {
  readonly initial: JsonObject;
  readonly isBusy: boolean;
  /** Told of every change that makes sense, to keep what was typed. */
  readonly onDraft?: (template: JsonObject) => void;
  /** Called with the template once it makes sense. */
  readonly onSubmit: (template: JsonObject) => void;
  /** Above the template, such as other fields. */
  readonly children?: ReactNode;
  /** Below it: the buttons, one of which submits. */
  readonly footer: ReactNode;
}

/** A job template: the defaults of its variables as a form, or all of it as JSON. */
export const JobTemplateForm = ({ initial, isBusy, onDraft, onSubmit, children, footer }: Props) => {
  const [template, setTemplate] = useState(initial);
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const schema = useMemo(() => schemaOfDefaults(template), [template]);
  const form = useSchemaForm({ schema, initial: defaultsOf(template), plain: true });
  // Templates hold whole references, which workers resolve.
  const { blocks, dialogs } = useInlineBlocks("document");

  const { value } = form;
  useEffect(() => {
    const parsed = text === undefined ? { value: withDefaults(template, value) } : parseObject(text);
    if ("value" in parsed) onDraft?.(parsed.value);
  }, [onDraft, template, value, text]);

  const read = (typed: string): JsonObject | undefined => {
    const parsed = parseObject(typed);
    setProblem("problem" in parsed ? parsed.problem : undefined);
    return "value" in parsed ? parsed.value : undefined;
  };
  const showJson = async (): Promise<void> => {
    const values = await form.check();
    if (values !== undefined) setText(JSON.stringify(withDefaults(template, values), null, 2));
  };
  const showForm = (typed: string): void => {
    const whole = read(typed);
    if (whole === undefined) return;
    setTemplate(whole);
    form.setValue(defaultsOf(whole));
    setText(undefined);
  };
  const collect = async (): Promise<JsonObject | undefined> => {
    if (text !== undefined) return read(text);
    const values = await form.check();
    return values && withDefaults(template, values);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const whole = await collect();
    if (whole !== undefined) onSubmit(whole);
  };
  return (
    <GuardedForm onSubmit={(event) => void submit(event)} isBusy={isBusy} isChanged={form.isDirty} isKept={onDraft !== undefined}>
      <Stack gap="md">
        {children}
        <Panel
          title="Job template"
          actions={
            <SegmentedControl
              size="xs"
              aria-label="What of the template to edit"
              data={[
                { label: "Defaults", value: "form" },
                { label: "Whole template", value: "json" },
              ]}
              value={text === undefined ? "form" : "json"}
              onChange={(mode) => (mode === "json" ? void showJson() : showForm(text ?? "{}"))}
            />
          }
        >
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {text === undefined
                ? "What runs get when their deployment says nothing else. What is left out here is up to the worker."
                : "job_configuration is what the worker starts, with placeholders; variables is the schema of what fills them."}
            </Text>
            {problem !== undefined && (
              <Alert color="red" variant="light" title="This is not a job template" role="alert">
                {problem}
              </Alert>
            )}
            {text === undefined ? (
              <SchemaForm {...form.props} kinds={["json"]} blocks={blocks} />
            ) : (
              <CodeEditor label="Job template" value={text} onChange={setText} minHeight="320px" />
            )}
          </Stack>
        </Panel>
        {dialogs}
        <Group justify="flex-end">{footer}</Group>
      </Stack>
    </GuardedForm>
  );
};
