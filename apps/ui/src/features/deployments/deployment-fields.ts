import type { CreateDeploymentInput, Deployment, JsonObject, UpdateDeploymentInput } from "@millrace/contract";
import { printEditable, readList, readObject } from "../../components/form/read-json.ts";
import { isEqual } from "../../schema-form/json.ts";

/** A deployment as it is typed, its parameters and schedules aside. */
export interface DeploymentFields {
  readonly flow: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly tags: readonly string[];
  /** Empty: none, as for deployments that a process serves. */
  readonly pool: string;
  /** Empty: the default one of the pool. */
  readonly queue: string;
  readonly entrypoint: string;
  readonly path: string;
  readonly pullSteps: string;
  readonly schema: string;
  readonly isEnforced: boolean;
  readonly jobVariables: string;
  /** Null without one. */
  readonly limit: number | null;
  readonly collision: "ENQUEUE" | "CANCEL_NEW";
  /** Seconds; null as the server has it. */
  readonly grace: number | null;
}

export const newFields = (flow: string): DeploymentFields => ({
  flow,
  name: "",
  description: "",
  version: "",
  tags: [],
  pool: "",
  queue: "",
  entrypoint: "",
  path: "",
  pullSteps: "",
  schema: "",
  isEnforced: true,
  jobVariables: "",
  limit: null,
  collision: "ENQUEUE",
  grace: null,
});

export const fieldsOf = (deployment: Deployment): DeploymentFields => ({
  flow: "",
  name: deployment.name,
  description: deployment.description ?? "",
  version: deployment.version ?? "",
  tags: deployment.tags,
  pool: deployment.work_pool_name ?? "",
  queue: deployment.work_queue_name ?? "",
  entrypoint: deployment.entrypoint ?? "",
  path: deployment.path ?? "",
  pullSteps: printEditable(deployment.pull_steps ?? []),
  schema: printEditable(deployment.parameter_openapi_schema ?? {}),
  isEnforced: deployment.enforce_parameter_schema,
  jobVariables: printEditable(deployment.job_variables),
  limit: deployment.global_concurrency_limit?.limit ?? null,
  collision: deployment.concurrency_options?.collision_strategy ?? "ENQUEUE",
  grace: deployment.concurrency_options?.grace_period_seconds ?? null,
});

export type FieldProblems = Readonly<Partial<Record<keyof DeploymentFields, string>>>;

/** What both making and changing a deployment send. */
type Body = Omit<CreateDeploymentInput, "flow_id" | "name" | "schedules">;

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
const schemaOf = (schema: JsonObject): JsonObject | null => (Object.keys(schema).length === 0 ? null : schema);

/** What is wrong with single fields. */
const findProblems = ({ flow, name, pullSteps, schema, jobVariables }: DeploymentFields, isNew: boolean): FieldProblems => {
  const read = { pullSteps: readList(pullSteps), schema: readObject(schema), jobVariables: readObject(jobVariables) };
  const texts = Object.entries(read).flatMap(([field, found]) => ("problem" in found ? [[field, found.problem] as const] : []));
  return {
    ...(isNew && flow.trim() === "" ? { flow: "Which flow is it to run?" } : {}),
    ...(name.trim() === "" ? { name: "A deployment needs a name." } : {}),
    ...Object.fromEntries(texts),
  };
};

/** What is sent, or what is wrong with what was typed. */
export const toBody = (
  fields: DeploymentFields,
  { parameters, isNew }: { readonly parameters: JsonObject; readonly isNew: boolean },
): { readonly body: Body } | { readonly problems: FieldProblems } => {
  const problems = findProblems(fields, isNew);
  const [pull, schema, job] = [readList(fields.pullSteps), readObject(fields.schema), readObject(fields.jobVariables)];
  if (Object.keys(problems).length > 0 || "problem" in pull || "problem" in schema || "problem" in job) return { problems };
  const { limit, collision, grace } = fields;
  return {
    body: {
      description: orNull(fields.description),
      version: orNull(fields.version),
      tags: [...fields.tags],
      work_pool_name: orNull(fields.pool),
      work_queue_name: orNull(fields.queue),
      entrypoint: orNull(fields.entrypoint),
      path: orNull(fields.path),
      pull_steps: pull.value.length === 0 ? null : [...pull.value],
      parameter_openapi_schema: schemaOf(schema.value),
      enforce_parameter_schema: fields.isEnforced,
      parameters,
      job_variables: job.value,
      concurrency_limit: limit,
      concurrency_options: limit === null ? null : { collision_strategy: collision, grace_period_seconds: grace },
    },
  };
};

/** The part of a body that is different from what it was: nothing else is touched, and nothing else is told of as changed. */
export const changedPart = (before: Body, after: Body): UpdateDeploymentInput =>
  Object.fromEntries(Object.entries(after).filter(([key, value]) => !isEqual(value as never, before[key as keyof Body] as never)));
