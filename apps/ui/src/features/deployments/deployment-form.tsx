import { Button, Stack, Switch, Text } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { ErrorCard } from "../../components/error-card.tsx";
import { variableSource } from "../../components/form/form-sources.ts";
import { JsonTextField } from "../../components/form/json-text-field.tsx";
import { GuardedForm } from "../../components/guarded-form.tsx";
import { Panel } from "../../components/panel.tsx";
import { useInlineBlocks } from "../../new-block/inline-blocks.tsx";
import { SchemaForm } from "../../schema-form/schema-form.tsx";
import classes from "./deployments.module.css";
import { DraftedSchedules } from "./drafted-schedules.tsx";
import { IdentityFields, LimitFields, PlaceFields } from "./form-sections.tsx";
import type { DeploymentFormState } from "./use-deployment-form.ts";

interface Props {
  readonly mode: "create" | "duplicate" | "edit";
  readonly state: DeploymentFormState;
  readonly does: string;
  readonly cancel: ReactNode;
}

const kinds = ["json", "jinja", "workspace_variable"] as const;

const Parameters = ({ mode, state: { form, fields, change, problems } }: Pick<Props, "mode" | "state">) => {
  const { blocks, dialogs } = useInlineBlocks("short");
  return (
    <Panel title="Parameters">
      <Stack gap="md">
        {mode === "create" && (
          <JsonTextField
            label="Schema"
            description="A JSON Schema of an object, which deploying from code fills in by itself. The fields below follow it."
            text={fields.schema}
            onText={(schema) => change({ schema })}
            problem={problems.schema}
          />
        )}
        <Text size="sm" c="dimmed">
          What runs are given unless they say otherwise. What is left out here is asked for, or is up to the flow.
        </Text>
        <SchemaForm {...form.props} kinds={kinds} blocks={blocks} variables={variableSource} />
        <Switch
          label="Refuse runs whose parameters do not fit the schema"
          checked={fields.isEnforced}
          onChange={(event) => change({ isEnforced: event.currentTarget.checked })}
        />
        {dialogs}
      </Stack>
    </Panel>
  );
};

/** Everything of a deployment that can be typed. */
export const DeploymentForm = ({ mode, state, does, cancel }: Props) => {
  const { fields, change, problems, drafts, setDrafts, failure, isBusy, isChanged, send } = state;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const shared = { fields, onChange: change, problems };
  return (
    <GuardedForm noValidate onSubmit={onSubmit} className={classes.narrow} isChanged={isChanged} isBusy={isBusy}>
      <Stack gap="md">
        <Panel title="Deployment">
          <IdentityFields mode={mode} {...shared} />
        </Panel>
        <Panel title="Where it runs">
          <PlaceFields {...shared} />
        </Panel>
        <Parameters mode={mode} state={state} />
        {mode !== "edit" && <DraftedSchedules drafts={drafts} onDrafts={setDrafts} />}
        <Panel title="Limit">
          <LimitFields {...shared} />
        </Panel>
        <Panel title="Job">
          <Stack gap="md">
            <JsonTextField
              label="Job variables"
              description="Put before those of the work pool."
              text={fields.jobVariables}
              onText={(jobVariables) => change({ jobVariables })}
              problem={problems.jobVariables}
            />
            <JsonTextField
              label="Pull steps"
              description="How the code gets to where the run is carried out: a list of steps."
              text={fields.pullSteps}
              onText={(pullSteps) => change({ pullSteps })}
              problem={problems.pullSteps}
            />
          </Stack>
        </Panel>
        {Object.keys(problems).length > 0 && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {Object.values(problems).join(" ")}
          </Text>
        )}
        {failure !== undefined && <ErrorCard error={failure} />}
        <div className={classes.footer}>
          {cancel}
          <Button type="submit" loading={isBusy}>
            {does}
          </Button>
        </div>
      </Stack>
    </GuardedForm>
  );
};
