/** What a `prefect.yaml` may have in it (workers.md §20). */
import type { Json, JsonObject } from "@millrace/contract";
import { isObject } from "../files.ts";
import type { Path } from "./read-yaml.ts";

export interface Problem {
  readonly path: Path;
  readonly says: string;
}

/** Everything that is wrong with a value. */
type Check = (value: Json, path: Path) => readonly Problem[];

const show = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const takes =
  (accepts: string, fits: (value: Json) => boolean): Check =>
  (value, path) => {
    if (value === null || fits(value)) return [];
    const hint = accepts === "a text" && typeof value !== "object" ? "; put it in quotes" : "";
    return [{ path, says: `is ${show(value)}; it takes ${accepts}${hint}` }];
  };

const isText = (value: Json): boolean => typeof value === "string";
const text = takes("a text", isText);
const truth = takes("true or false", (value) => typeof value === "boolean");
const truthOrTemplate = takes("true or false", (value) => typeof value === "boolean" || isText(value));
const object = takes("keys with values", isObject);
const tags = takes("a list", (value) => Array.isArray(value) || isText(value));

const list =
  (what: string, each: Check): Check =>
  (value, path) => {
    if (value === null) return [];
    if (!Array.isArray(value)) return takes(`a list of ${what}`, () => false)(value, path);
    return value.flatMap((item, index) => each(item, [...path, index]));
  };

const fields = (value: JsonObject, path: Path, checks: Readonly<Record<string, Check>>): readonly Problem[] =>
  Object.entries(checks).flatMap(([key, check]) => {
    const given = value[key];
    return given === undefined ? [] : check(given, [...path, key]);
  });

const withFields =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value, path) =>
    isObject(value) ? fields(value, path, checks) : object(value, path);

const step: Check = (value, path) => {
  if (!isObject(value))
    return takes("a step, such as prefect.deployments.steps.run_shell_script with its inputs", () => false)(value, path);
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return [{ path, says: "has to have one key, the name of the step" }];
  return object(entry[1], [...path, entry[0]]);
};

/** A single step may stand where a list is meant. */
const steps: Check = (value, path) => {
  if (isObject(value)) return Object.keys(value).length === 0 ? [] : step(value, path);
  return list("steps", step)(value, path);
};

const kinds = ["cron", "interval", "rrule"];
const scheduleFields: Readonly<Record<string, Check>> = {
  cron: text,
  interval: takes("seconds, or a time such as PT90M or 00:20:00", (value) => typeof value === "number" || isText(value)),
  rrule: text,
  timezone: text,
  anchor_date: text,
  active: truthOrTemplate,
  parameters: object,
  slug: text,
  replaces: text,
  day_or: truthOrTemplate,
};

const schedule: Check = (value, path) => {
  if (!isObject(value)) return object(value, path);
  if (Object.keys(value).length === 0) return [];
  // The shape of the API, with the schedule itself one level down.
  const flat = isObject(value.schedule) ? { ...value, ...value.schedule } : value;
  const { schedule: _, max_scheduled_runs: __, ...rest } = flat;
  const unknown = Object.keys(rest).filter((key) => !(key in scheduleFields));
  if (unknown.length > 0)
    return unknown.map((key) => ({
      path: [...path, key],
      says: `is no key of a schedule; there are ${Object.keys(scheduleFields).join(", ")}`,
    }));
  const given = kinds.filter((kind) => rest[kind] !== undefined && rest[kind] !== null);
  const one = given.length === 1 ? [] : [{ path, says: "has to have exactly one of cron, interval and rrule" }];
  return [...one, ...fields(rest, path, scheduleFields)];
};

const limit: Check = (value, path) => {
  if (!isObject(value)) return takes("a whole number, or limit with collision_strategy", Number.isInteger)(value, path);
  return fields(value, path, {
    limit: takes("a whole number", Number.isInteger),
    collision_strategy: takes("ENQUEUE or CANCEL_NEW", (given) => ["ENQUEUE", "CANCEL_NEW"].includes(String(given))),
    grace_period_seconds: takes("a whole number", Number.isInteger),
  });
};

const actions = { build: steps, push: steps, pull: steps };

const entryFields: Readonly<Record<string, Check>> = {
  name: text,
  description: text,
  flow_name: text,
  entrypoint: text,
  version: text,
  version_type: text,
  tags,
  schedule,
  schedules: list("schedules", schedule),
  paused: truth,
  concurrency_limit: limit,
  parameters: object,
  enforce_parameter_schema: truth,
  ...actions,
  work_pool: withFields({ name: text, work_queue_name: text, job_variables: object }),
  triggers: list("triggers", object),
  sla: list("agreements", object),
};

/** Keys of a deployment that mean nothing. */
export const listUnknownKeys = (entry: JsonObject): readonly string[] => Object.keys(entry).filter((key) => !(key in entryFields));

const entry: Check = (value, path) => {
  if (!isObject(value)) return object(value, path);
  const both = isObject(value.schedule) && Object.keys(value.schedule).length > 0 && value.schedules !== undefined;
  const twice = both ? [{ path: [...path, "schedule"], says: "and schedules are both given; write schedules alone" }] : [];
  return [...twice, ...fields(value, path, entryFields)];
};

/** Everything that is wrong with a file. Keys at its top that mean nothing, such as one that holds anchors, are nobody's business. */
export const checkFile: (value: JsonObject) => readonly Problem[] = (value) =>
  fields(value, [], { name: text, "prefect-version": text, ...actions, deployments: list("deployments", entry) });
