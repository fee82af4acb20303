import type { CreateDeploymentInput, JsonObject } from "@millrace/contract";
import { useMemo, useState } from "react";
import { readObject } from "../../components/form/read-json.ts";
import { type ScheduleDraft, toScheduleInput } from "../../schedules/schedule-draft.ts";
import { optional } from "../../schema-form/use-overrides.tsx";
import { useSchemaForm } from "../../schema-form/use-schema-form.ts";
import { type DeploymentFields, type FieldProblems, toBody } from "./deployment-fields.ts";

/** Everything of a deployment but what flow it is of. */
export type DeploymentBody = Omit<CreateDeploymentInput, "flow_id">;

interface Options {
  readonly initial: DeploymentFields;
  readonly parameters: JsonObject;
  readonly schedules: readonly ScheduleDraft[];
  readonly isNew: boolean;
  /** Resolves when it is saved. What the server has against it is shown, and nothing typed is lost. */
  readonly onSave: (body: DeploymentBody, fields: DeploymentFields) => Promise<unknown>;
}

export const useDeploymentForm = ({ initial, parameters, schedules, isNew, onSave }: Options) => {
  const [start] = useState({ fields: initial, drafts: schedules });
  const [fields, setFields] = useState(start.fields);
  const [drafts, setDrafts] = useState(start.drafts);
  const [problems, setProblems] = useState<FieldProblems>({});
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const schema = useMemo(() => {
    const read = readObject(fields.schema);
    return optional("value" in read ? read.value : {});
  }, [fields.schema]);
  const form = useSchemaForm({ schema, initial: parameters });
  const attempt = async (): Promise<void> => {
    const values = await form.check();
    const read = toBody(fields, { parameters: values ?? {}, isNew });
    setProblems("problems" in read ? read.problems : {});
    if (values === undefined || "problems" in read) return;
    const inputs = drafts.flatMap((draft) => {
      const made = toScheduleInput(draft);
      return "input" in made ? [made.input] : [];
    });
    await onSave({ ...read.body, name: fields.name.trim(), schedules: inputs }, fields);
  };
  const send = async (): Promise<void> => {
    setFailure(undefined);
    setBusy(true);
    try {
      await attempt();
    } catch (error) {
      if (!form.refuse(error)) setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const change = (changes: Partial<DeploymentFields>): void => setFields((before) => ({ ...before, ...changes }));
  const isChanged = form.isDirty || fields !== start.fields || drafts !== start.drafts;
  return { form, fields, change, drafts, setDrafts, problems, failure, isBusy, isChanged, send };
};
export type DeploymentFormState = ReturnType<typeof useDeploymentForm>;
