/** Parameters of a run as they are given on the command line (cli.md §4). */
import type { Deployment, JsonObject } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { isObject } from "../../files.ts";
import { parseValue } from "../../values.ts";

/** The object that `--params` holds. Throws `CommandError` when it is none. */
export const parseObject = (text: string): JsonObject => {
  const value = parseValue(text);
  if (isObject(value)) return value;
  throw new CommandError(
    `--params is not a JSON object: ${text.trim().slice(0, 80)}\nExpected something like --params '{"name": "value"}'.`,
  );
};

/** Refuses parameters that the deployment's flow does not have. */
export const checkNames = (given: JsonObject, { parameter_openapi_schema: schema }: Deployment): void => {
  const properties = isObject(schema) && isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const unknown = Object.keys(given).filter((name) => !properties.includes(name));
  if (unknown.length === 0) return;
  const known = properties.length === 0 ? "It takes no parameters." : `It takes: ${properties.join(", ")}.`;
  throw new CommandError(`The deployment has no parameter ${unknown.map((name) => `"${name}"`).join(", ")}. ${known}`);
};

/** A run's name with `{parameter}` replaced; `{{` and `}}` stand for braces. */
export const fillName = (template: string, parameters: JsonObject): string =>
  template.replaceAll(/\{\{|\}\}|\{([^{}]*)\}/g, (matched, name: string | undefined) => {
    if (name === undefined) return matched.slice(1);
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value === undefined) throw new CommandError(`The run's name needs the parameter "${name}", which is not given.`);
    return typeof value === "string" ? value : JSON.stringify(value);
  });
