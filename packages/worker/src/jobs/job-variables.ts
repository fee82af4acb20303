/** What a run's infrastructure is made of: the pool's template, filled with the variables of deployment and run (workers.md §7). */
import type { Client } from "@millrace/client";
import type { Json, JsonObject } from "@millrace/contract";
import { fillPlaceholders, isObject, resolveReferences } from "@millrace/sdk/supervision";

const mergeDeep = (under: JsonObject, over: JsonObject): JsonObject => ({
  ...under,
  ...Object.fromEntries(
    Object.entries(over).map(([key, value]): [string, Json] => {
      const below = under[key];
      return [key, isObject(below) && isObject(value) ? mergeDeep(below, value) : value];
    }),
  ),
});

const nest = ([first = "", ...rest]: readonly string[], value: Json): JsonObject => ({
  [first]: rest.length === 0 ? value : nest(rest, value),
});

/** Makes objects of dotted keys, `env.LEVEL`; what is written plainly wins over them. */
const expandDots = (variables: JsonObject): JsonObject => {
  const entries = Object.entries(variables);
  const dotted = entries.filter(([key]) => key.includes(".")).map(([key, value]) => nest(key.split("."), value));
  const plain = Object.fromEntries(entries.filter(([key]) => !key.includes(".")));
  return [...dotted, plain].reduce<JsonObject>(mergeDeep, {});
};

const defaultsOf = ({ variables }: JsonObject): JsonObject => {
  const properties = isObject(variables) && isObject(variables.properties) ? variables.properties : {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]): [string, Json][] => {
      const value = isObject(property) ? property.default : undefined;
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
};

export interface Layers {
  readonly deployment: JsonObject;
  readonly run: JsonObject;
}

/** Variables of a run laid over its deployment's; environments add up. */
const layVariables = ({ deployment, run }: Layers): JsonObject => {
  const laid = { ...deployment, ...run };
  if (isObject(deployment.env) && isObject(run.env)) return { ...laid, env: { ...deployment.env, ...run.env } };
  return laid;
};

const withEnv = (configuration: JsonObject, env: Json | undefined): JsonObject =>
  isObject(configuration.env) && isObject(env) ? { ...configuration, env: { ...configuration.env, ...env } } : configuration;

/** A job's configuration, references not yet resolved. Environments of template, defaults, deployment and run add up. */
export const fillTemplate = (template: JsonObject, layers: Layers): JsonObject => {
  const written = isObject(template.job_configuration) ? template.job_configuration : {};
  const { env: defaultEnv, ...defaults } = defaultsOf(template);
  const given = expandDots(layVariables(layers));
  const based = isObject(defaultEnv) && !isObject(written.env) ? { ...written, env: defaultEnv } : withEnv(written, defaultEnv);
  const configuration = withEnv(based, given.env);
  const filled = fillPlaceholders(configuration, { ...defaults, ...given });
  return isObject(filled) ? filled : {};
};

/** A job's configuration. Throws a `MissingReference` for a block there is none of. */
export const configureJob = async (client: Client, template: JsonObject, layers: Layers): Promise<JsonObject> => {
  const resolved = await resolveReferences(client, fillTemplate(template, layers));
  return isObject(resolved) ? resolved : {};
};
