import type { CreateDeploymentFlowRunInput, Deployment, FlowRun, JsonObject } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useChange } from "../../api/use-change.ts";
import { touchedByDeployment } from "../../components/deployment-list/deployment-deeds.ts";
import { browserZone } from "../../components/form/zone-select.tsx";
import { useDraft } from "../../schema-form/drafts.ts";
import { readSchema } from "../../schema-form/read-schema.ts";
import { serialise } from "../../schema-form/serialise.ts";
import { useSchemaForm } from "../../schema-form/use-schema-form.ts";
import { type GivenInputs, type RunFields, type RunProblems, toRunRequest } from "./run-fields.ts";

const noSchema: JsonObject = { type: "object", properties: {} };

type Draft = { readonly values: JsonObject; readonly fields: RunFields };

const fieldsOf = (deployment: Deployment): RunFields => ({
  name: "",
  start: "now",
  wall: "",
  zone: browserZone(),
  message: "",
  tags: [],
  queue: "",
  retries: null,
  retryDelay: null,
  jobVariables: "",
  isEnforced: deployment.enforce_parameter_schema,
});

/** The state of the form for a new run. `given` are values from an address or another run; they go before a draft. */
export const useRunForm = (deployment: Deployment, given: GivenInputs | undefined) => {
  const { id } = deployment;
  const api = useApi();
  const navigate = useNavigate();
  const { draft, save, clear } = useDraft<Draft>(`run-${id}`);
  const kept = given === undefined ? draft : undefined;
  const [fields, setFields] = useState(kept?.fields ?? { ...fieldsOf(deployment), ...given?.fields });
  const [problems, setProblems] = useState<RunProblems>({});
  const [failure, setFailure] = useState<unknown>();
  const schema = deployment.parameter_openapi_schema ?? noSchema;
  const form = useSchemaForm({
    schema,
    initial: given?.parameters ?? kept?.values ?? {},
    defaults: deployment.parameters,
    validate: (values) => api.ui.validateValues({ body: { schema, values } }),
  });
  const create = useChange<CreateDeploymentFlowRunInput, FlowRun>({
    change: (_, body) => api.deployments.createFlowRun({ id, body }),
    touches: touchedByDeployment,
    done: (run) => `Created ${run.name}.`,
  });
  const isDirty = form.isDirty || JSON.stringify(fields) !== JSON.stringify(fieldsOf(deployment));
  const { value } = form;
  useEffect(() => {
    if (isDirty) save({ values: value, fields });
  }, [isDirty, value, fields, save]);
  const reset = (): void => {
    clear();
    setFields(fieldsOf(deployment));
    setProblems({});
    form.setValue({});
  };
  const send = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const parameters = fields.isEnforced ? await form.check() : serialise(readSchema(schema), form.value);
      const request = toRunRequest({
        fields,
        parameters: parameters ?? {},
        enforces: deployment.enforce_parameter_schema,
        now: Date.now(),
      });
      setProblems("problems" in request ? request.problems : {});
      if (parameters === undefined || "problems" in request) return;
      const run = await create.mutateAsync(request.body);
      clear();
      await navigate({ to: "/runs/flow-run/$id", params: { id: run.id } });
    } catch (error) {
      if (!form.refuse(error)) setFailure(error);
    }
  };
  return {
    form,
    fields,
    change: (changes: Partial<RunFields>) => setFields((before) => ({ ...before, ...changes })),
    problems,
    failure,
    isBusy: create.isPending,
    isDraft: kept !== undefined,
    reset,
    send,
  };
};
