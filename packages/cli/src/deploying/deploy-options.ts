/** Options of `deploy`, and how they change what the file says (workers.md §20). */
import type { Json, JsonObject } from "@millrace/contract";
import { CommandError } from "../command.ts";
import { isObject, parseJson } from "../files.ts";
import { choice, decimal, flag, flagOn, type InputOf, integer, many, text, textOr } from "../parameters.ts";
import { parsePairs, parseValue } from "../values.ts";

export const deployOptions = {
  name: many(text("Name of the deployment, or of those of the file to deploy: name or flow/name, with * for anything.", { short: "n" })),
  description: text("What the deployment is for.", { short: "d" }),
  version: text("Version of the deployment.", { short: "v" }),
  versionType: text("Where the version of the code is told from, such as vcs:git; the first that knows unless given."),
  tag: many(text("A tag for the deployment and its runs.", { short: "t" })),
  concurrencyLimit: integer("Runs of the deployment under way at once at most."),
  collisionStrategy: choice(["ENQUEUE", "CANCEL_NEW"], "What becomes of a run that finds the limit reached."),
  pool: text("The work pool whose workers carry out the runs.", { short: "p" }),
  workQueue: text("The queue of the pool.", { short: "q" }),
  jobVariable: many(text("A job variable, as key=value, or a JSON object with several.")),
  cron: many(text("A cron expression to schedule the deployment by.")),
  interval: many(decimal("Seconds from one run to the next.")),
  rrule: many(text("A rule of RFC 5545, or a JSON object with rrule and timezone.")),
  anchorDate: text("Moment that intervals are counted from, in ISO 8601; now unless given."),
  timezone: text("Time zone of the schedules, such as Europe/Berlin."),
  trigger: many(text("A trigger, as JSON, or a .yaml or .json file with the key triggers.")),
  param: many(text("A parameter of the runs, as key=value. The value is JSON; anything else is taken as text.")),
  params: text("Parameters as a JSON object."),
  enforceParameterSchema: flagOn("Refuse runs whose parameters do not fit the flow's."),
  all: flag("Deploy every deployment of the file that has a name."),
  prefectFile: textOr("The file that describes deployments.", "prefect.yaml"),
  sla: many(text("Accepted for scripts that pass it; there are no agreements here.")),
};
export type DeployInput = InputOf<object, typeof deployOptions> & { readonly entrypoint: string | undefined };

const readVariable = (given: string): JsonObject => {
  const equals = given.indexOf("=");
  const object = equals < 0 || given.trim().startsWith("{") ? parseValue(given) : undefined;
  if (isObject(object)) return object;
  if (equals > 0) return { [given.slice(0, equals)]: given.slice(equals + 1) };
  throw new CommandError(`--job-variable is ${given}; it takes key=value, or a JSON object.`);
};

/** Job variables of the command line. Values stay text, as the protocol's own program has it. */
export const readJobVariables = ({ jobVariable }: Pick<DeployInput, "jobVariable">): JsonObject =>
  Object.assign({}, ...jobVariable.map(readVariable)) as JsonObject;

const readParameters = ({ param, params }: DeployInput): JsonObject => {
  if (param.length > 0 && params !== undefined) throw new CommandError("--param and --params exclude each other. Give one of them.");
  if (params === undefined) return parsePairs(param);
  const value = parseJson(params, "--params");
  if (isObject(value)) return value;
  throw new CommandError(`--params is ${params}; it takes a JSON object.`);
};

const objectAt = (entry: JsonObject, key: string): JsonObject => {
  const value = entry[key];
  return isObject(value) ? value : {};
};

/** The schedules of an entry, its older single one included. */
const listSchedules = ({ schedule, schedules }: JsonObject): readonly JsonObject[] =>
  isObject(schedule) && Object.keys(schedule).length > 0 ? [schedule] : Array.isArray(schedules) ? schedules.filter(isObject) : [];

const mergeSchedules = (entry: JsonObject, { cron, interval, rrule, anchorDate, timezone }: DeployInput): readonly JsonObject[] => {
  const given: JsonObject[] = [
    ...cron.map((each) => ({ cron: each })),
    ...interval.map((each) => ({ interval: each })),
    ...rrule.map((each) => ({ rrule: each })),
  ];
  return [...listSchedules(entry), ...given].map((item) => ({
    ...item,
    ...(anchorDate !== undefined && item.interval !== undefined ? { anchor_date: anchorDate } : {}),
    ...(timezone === undefined ? {} : { timezone }),
  }));
};

const limitOf = ({ concurrencyLimit: limit, collisionStrategy: collision_strategy }: DeployInput): Json | undefined =>
  limit === undefined || collision_strategy === undefined ? limit : { limit, collision_strategy };

const keepGiven = (values: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** An entry with what the command line says in place of what the file says. Throws `CommandError`. */
export const applyOptions = (entry: JsonObject, input: DeployInput): JsonObject => {
  const { name: names, tag, pool, workQueue } = input;
  const [name, ...more] = names;
  const workPool = objectAt(entry, "work_pool");
  const { schedule: _, ...rest } = entry;
  return {
    ...rest,
    ...keepGiven({
      name: more.length === 0 && name !== undefined && !name.includes("*") ? name.split("/").at(-1) : undefined,
      description: input.description,
      entrypoint: input.entrypoint,
      version: input.version,
      version_type: input.versionType,
      tags: tag.length > 0 ? [...tag] : undefined,
      concurrency_limit: limitOf(input),
      enforce_parameter_schema: input.enforceParameterSchema ? undefined : false,
    }),
    parameters: { ...objectAt(entry, "parameters"), ...readParameters(input) },
    work_pool: {
      ...workPool,
      ...keepGiven({ name: pool, work_queue_name: workQueue }),
      job_variables: { ...objectAt(workPool, "job_variables"), ...readJobVariables(input) },
    },
    schedules: [...mergeSchedules(entry, input)],
  };
};
