import { Fieldset, Stack } from "@mantine/core";
import "@mantine/core/styles/Fieldset.css";
import type { Json, JsonObject } from "@millrace/contract";
import { useMemo } from "react";
import { useCall } from "../../api/use-call.ts";
import { variableSource } from "../../components/form/form-sources.ts";
import { useInlineBlocks } from "../../new-block/inline-blocks.tsx";
import { isObject } from "../../schema-form/json.ts";
import { SchemaForm } from "../../schema-form/schema-form.tsx";
import { PeriodInput } from "./period-input.tsx";

interface Props {
  readonly action: JsonObject;
  readonly onChange: (action: JsonObject) => void;
}

const nothing: JsonObject = {};
const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : nothing);

/** Without what must be given: what is left out is the deployment's to say. */
const optional = ({ required: _, ...schema }: JsonObject): JsonObject => ({ type: "object", ...schema });

/** What there is to fill in: of the chosen deployment, and nothing known of one that is inferred. */
const useSchemas = (id: string | undefined) => {
  const deployment = useCall("deployments", "get", { id: id ?? "" }, { enabled: id !== undefined });
  const pool = deployment.data?.work_pool_name ?? undefined;
  const template = useCall("workPools", "get", { name: pool ?? "" }, { enabled: pool !== undefined });
  const parameters = deployment.data?.parameter_openapi_schema;
  const variables = template.data?.base_job_template.variables;
  return {
    isLoading: id !== undefined && deployment.isLoading,
    deployment: deployment.data,
    parameters: useMemo(() => optional(parameters ?? nothing), [parameters]),
    variables: useMemo(() => optional(objectOf(variables)), [variables]),
  };
};

/** What a run that an automation starts is given. */
export const RunDeploymentFields = ({ action, onChange }: Props) => {
  const id = typeof action.deployment_id === "string" ? action.deployment_id : undefined;
  const { isLoading, deployment, parameters, variables } = useSchemas(id);
  const set = (field: string, values: JsonObject): void =>
    onChange({ ...action, [field]: Object.keys(values).length === 0 ? null : values });
  const { blocks, dialogs } = useInlineBlocks("short");
  if (isLoading) return null;
  return (
    <Stack gap="md">
      <Fieldset legend="Parameters">
        <SchemaForm
          key={id}
          schema={parameters}
          value={objectOf(action.parameters)}
          onChange={(values) => set("parameters", values)}
          defaults={deployment?.parameters ?? nothing}
          defaultsFrom="deployment"
          kinds={["json", "jinja", "workspace_variable"]}
          blocks={blocks}
          variables={variableSource}
        />
      </Fieldset>
      <Fieldset legend="Job variables">
        <SchemaForm
          key={id}
          schema={variables}
          value={objectOf(action.job_variables)}
          onChange={(values) => set("job_variables", values)}
          defaults={deployment?.job_variables ?? nothing}
          defaultsFrom="deployment"
        />
      </Fieldset>
      {dialogs}
      <PeriodInput
        label="Start after"
        description="How long it waits once the trigger has fired"
        seconds={typeof action.schedule_after === "number" ? action.schedule_after : 0}
        onSeconds={(schedule_after) => onChange({ ...action, schedule_after })}
      />
    </Stack>
  );
};
