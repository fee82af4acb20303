import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { isClientError } from "@millrace/client/browser";
import type { Json, JsonObject } from "@millrace/contract";
import { type FormEvent, useState } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useChange } from "../../api/use-change.ts";
import { ErrorCard } from "../../components/error-card.tsx";
import { variableSource } from "../../components/form/form-sources.ts";
import { GuardedDialog } from "../../components/guarded-dialog.tsx";
import { Markdown } from "../../components/markdown.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { useInlineBlocks } from "../../new-block/inline-blocks.tsx";
import { mustBeAccepted } from "../../run-details/run-state.ts";
import { SchemaForm } from "../../schema-form/schema-form.tsx";
import { useSchemaForm } from "../../schema-form/use-schema-form.ts";
import type { DialogProps } from "./dialog-props.ts";
import { touchedByRun } from "./run-deeds.ts";
import { type RunInputQuestion, useRunInput } from "./use-run-input.ts";

/** The server fills in all of them. */
const kinds = ["json", "jinja", "workspace_variable"] as const;
const noSchema: JsonObject = { type: "object", properties: {} };

interface FormProps extends DialogProps {
  readonly question: RunInputQuestion | null;
}

const ResumeForm = ({ run, question, onClose }: FormProps) => {
  const api = useApi();
  const { blocks, dialogs } = useInlineBlocks("short");
  const [failure, setFailure] = useState<unknown>();
  const schema = question?.schema ?? noSchema;
  const form = useSchemaForm({
    schema,
    initial: {},
    validate: (values) => api.ui.validateValues({ body: { schema, values } }),
  });
  const resume = useChange({
    change: async (_, run_input: JsonObject | null) =>
      mustBeAccepted(await api.flowRuns.resume({ id: run.id, body: run_input === null ? {} : { run_input } }), ["RUNNING", "SCHEDULED"]),
    touches: touchedByRun,
    done: () => "The run goes on.",
  });
  const send = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const values = question === null ? null : await form.check();
      if (values === undefined) return;
      await resume.mutateAsync(values);
      onClose();
    } catch (error) {
      if (question !== null && isClientError(error) && error.body !== undefined) form.refuse(error.body as Json, "run_input");
      setFailure(error);
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const timeout = run.state?.state_details.pause_timeout;
  return (
    <GuardedDialog
      title={`Resume ${run.name}`}
      size="lg"
      onClose={onClose}
      noValidate
      onSubmit={onSubmit}
      isChanged={form.isDirty}
      isBusy={resume.isPending}
    >
      <Stack gap="md">
        {question?.description !== undefined && <Markdown text={question.description} />}
        {question === null && <Text size="sm">The run goes on where it stopped.</Text>}
        {timeout !== null && timeout !== undefined && (
          <Text size="sm" c="dimmed">
            It fails <Instant at={timeout} /> unless it is resumed before.
          </Text>
        )}
        {question !== null && <SchemaForm {...form.props} kinds={kinds} blocks={blocks} variables={variableSource} />}
        {dialogs}
        {failure !== undefined && <ErrorCard error={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={resume.isPending}>
            Resume
          </Button>
        </Group>
      </Stack>
    </GuardedDialog>
  );
};

/** Lets a paused run go on, with the input it asked for. */
export const ResumeDialog = (props: DialogProps) => {
  const { data, error, refetch } = useRunInput(props.run, props.opened);
  if (data !== undefined) return <ResumeForm {...props} question={data} />;
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={`Resume ${props.run.name}`} size="lg">
      {error === null ? <Skeleton h={120} /> : <ErrorCard error={error} onRetry={() => void refetch()} />}
    </Modal>
  );
};
