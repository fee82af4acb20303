import type { CreateDeploymentFlowRunInput, Deployment, FlowRun, Json, JsonObject } from "@millrace/contract";
import { printEditable, readObject } from "../../components/form/read-json.ts";
import { isList, isObject } from "../../schema-form/json.ts";
import { printZonedTime } from "../../schema-form/zoned-time.ts";

/** What a new run is given besides its parameters, as it is typed. Kept as a draft, so all of it is JSON. */
export type RunFields = {
  readonly name: string;
  readonly start: "now" | "later";
  /** On the wall of `zone`, as an input of a date and time has it. */
  readonly wall: string;
  readonly zone: string;
  readonly message: string;
  readonly tags: readonly string[];
  /** Empty: that of the deployment. */
  readonly queue: string;
  readonly retries: number | null;
  /** Seconds. */
  readonly retryDelay: number | null;
  readonly jobVariables: string;
  readonly isEnforced: boolean;
};

/** What somebody wants to begin with: from an address, or from an earlier run. */
export interface GivenInputs {
  readonly parameters: JsonObject;
  readonly fields: Partial<RunFields>;
}

/** An earlier run as what a new one is given: what comes from the deployment is left to it. Its name and its time are its own. */
export const inputsOf = (
  { parameters, tags, work_pool_name: pool, work_queue_name: queue, empirical_policy: policy, job_variables: variables }: FlowRun,
  deployment: Pick<Deployment, "tags" | "work_pool_name" | "work_queue_name">,
): GivenInputs => ({
  parameters,
  fields: {
    tags: tags.filter((tag) => !deployment.tags.includes(tag)),
    queue: queue === null || queue === deployment.work_queue_name || pool !== deployment.work_pool_name ? "" : queue,
    retries: policy.retries,
    retryDelay: policy.retry_delay,
    jobVariables: printEditable(variables ?? {}),
  },
});

export type RunProblems = Readonly<Partial<Record<"wall" | "jobVariables", string>>>;

interface Asked {
  readonly fields: RunFields;
  readonly parameters: JsonObject;
  /** Whether the deployment checks parameters unless told otherwise. */
  readonly enforces: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const scheduledTime = ({ start, wall, zone }: RunFields): string | undefined =>
  start === "later" ? printZonedTime({ wall, zone }) : undefined;

const problemOfTime = (fields: RunFields, now: number): string | undefined => {
  if (fields.start === "now") return undefined;
  if (fields.wall === "") return "Say when the run is to start.";
  return Date.parse(scheduledTime(fields) ?? "") <= now ? "This has passed. Choose a time to come, or start now." : undefined;
};

/** What is sent, or what is wrong with what was typed. */
export const toRunRequest = (asked: Asked): { readonly body: CreateDeploymentFlowRunInput } | { readonly problems: RunProblems } => {
  const { fields, parameters, enforces, now } = asked;
  const wall = problemOfTime(fields, now);
  const variables = readObject(fields.jobVariables);
  if (wall !== undefined || "problem" in variables)
    return {
      problems: { ...(wall === undefined ? {} : { wall }), ...("problem" in variables ? { jobVariables: variables.problem } : {}) },
    };
  const { name, message, tags, queue, retries, retryDelay, isEnforced } = fields;
  const at = scheduledTime(fields);
  const state = {
    type: "SCHEDULED" as const,
    ...(message === "" ? {} : { message }),
    state_details: { scheduled_time: at ?? new Date(now).toISOString() },
  };
  return {
    body: {
      parameters,
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      ...(at === undefined && message === "" ? {} : { state }),
      ...(tags.length === 0 ? {} : { tags: [...tags] }),
      ...(queue === "" ? {} : { work_queue_name: queue }),
      ...(retries === null && retryDelay === null ? {} : { empirical_policy: { retries, retry_delay: retryDelay } }),
      ...(Object.keys(variables.value).length === 0 ? {} : { job_variables: variables.value }),
      ...(isEnforced === enforces ? {} : { enforce_parameter_schema: isEnforced }),
    },
  };
};

const textsOf = (value: Json | undefined): string[] => (isList(value) ? value.filter((each) => typeof each === "string") : []);

/** What addresses of Prefect's pages give a run besides parameters (ui.md §1.6). */
export const readOlderOptions = (text: string): Partial<RunFields> => {
  const { message, tags, work_queue_name: queue, retries, retry_delay: delay, job_variables: variables } = readGiven(text) ?? {};
  return {
    ...(typeof message === "string" ? { message } : {}),
    ...(isList(tags) ? { tags: textsOf(tags) } : {}),
    ...(typeof queue === "string" ? { queue } : {}),
    ...(typeof retries === "number" ? { retries } : {}),
    ...(typeof delay === "number" ? { retryDelay: delay } : {}),
    ...(isObject(variables) ? { jobVariables: printEditable(variables) } : {}),
  };
};

/** The values that an address or an earlier run brings; undefined when the text is no object of JSON. */
export const readGiven = (text: string): JsonObject | undefined => {
  const read = readObject(text);
  return "value" in read ? read.value : undefined;
};
