import type { Json, JsonObject } from "@millrace/contract";
import { DomainError } from "../../errors.ts";
import { isObject } from "../../wire/json-schema/values.ts";
import { InvalidRequest, valueProblem } from "../../wire/problems.ts";

/** Names of pools that the protocol keeps for itself; those there are may only be paused and limited. */
export const isReserved = (name: string): boolean => name.toLowerCase().startsWith("prefect");

const forbidden = (message: string): DomainError => new DomainError("forbidden", message);

/** Refuses a name for a new pool that is reserved (`forbidden`) or only quotes and spaces. */
export const checkNewName = (name: string, body: unknown): void => {
  if (/^['" ]*$/.test(name)) throw new InvalidRequest([valueProblem(["body", "name"], "name cannot be an empty string", name)], body);
  if (isReserved(name)) throw forbidden("Work pools starting with 'Prefect' are reserved for internal use.");
};

const changeable = new Set(["is_paused", "concurrency_limit"]);

export const checkChangeable = (name: string, sent: object): void => {
  if (!isReserved(name) || Object.keys(sent).every((key) => changeable.has(key))) return;
  throw forbidden(
    "Work pools starting with 'Prefect' are reserved for internal use and can only be updated to set concurrency limits or pause.",
  );
};

export const checkDeletable = (name: string): void => {
  if (isReserved(name)) throw forbidden("Work pools starting with 'Prefect' are reserved for internal use and can not be deleted.");
};

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0);

/** Placeholders of job variables; those with a prefix name environment variables, blocks and stored variables. */
const placeholder = /\{\{\s*([\w.\-[\]$]+)\s*\}\}/g;
const isJobVariable = (name: string): boolean => !/^(?:\$|prefect\.(?:blocks|variables)\.)/.test(name);

/** Refuses a template that lacks a part, or that uses variables it does not declare (server.md §5.6). */
export const checkTemplate = (template: JsonObject, body: unknown): void => {
  const problem = findTemplateProblem(template);
  if (problem !== undefined) throw new InvalidRequest([valueProblem(["body", "base_job_template"], problem, template)], body);
};

const findTemplateProblem = (template: JsonObject): string | undefined => {
  if (isEmpty(template)) return undefined;
  const { job_configuration: configuration, variables } = template;
  if (isEmpty(configuration) || isEmpty(variables)) {
    return "The `base_job_template` must contain both a `job_configuration` key and a `variables` key.";
  }
  if (!isObject(configuration) || !isObject(variables)) {
    return "The `job_configuration` and the `variables` of a `base_job_template` must be objects.";
  }
  const used = [...JSON.stringify(Object.values(configuration)).matchAll(placeholder)].flatMap(([, name = ""]) => name);
  const declared = isObject(variables.properties) ? variables.properties : {};
  const missing = [...new Set(used)].filter((name) => isJobVariable(name) && !Object.hasOwn(declared, name));
  if (missing.length === 0) return undefined;
  return `The variables specified in the job configuration template must be present as properties in the variables schema. Your job configuration uses the following undeclared variable(s): ${missing.join(" ,")}.`;
};
