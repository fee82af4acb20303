import type { Json, JsonObject } from "@millrace/contract";
import { invalid, notFound } from "../../errors.ts";
import { findSchemaProblem, type SchemaProblem } from "../../wire/json-schema/validate.ts";
import { isObject } from "../../wire/json-schema/values.ts";

interface Check {
  /** Job variables, those that win last. */
  readonly layers: readonly JsonObject[];
  /** Lets variables be missing that a run may still give. */
  readonly ignoreRequired: boolean;
}

/**
 * Says what is wrong with job variables laid over the defaults of a pool's template (server.md §5.5, workers.md §7). Defaults
 * that are wrong themselves are passed over, and with them the question whether anything is missing.
 */
export const findJobVariableProblem = (template: JsonObject, { layers, ignoreRequired }: Check): SchemaProblem | undefined => {
  const schema = schemaOf(template);
  if (schema === undefined) return undefined;
  const defaults = defaultsOf(schema);
  const good = Object.entries(defaults).filter(
    ([name, value]) => findSchemaProblem({ [name]: value }, schema, { ignoreRequired: true }) === undefined,
  );
  const isComplete = good.length === Object.keys(defaults).length;
  const values: JsonObject = Object.assign({}, Object.fromEntries(good), ...layers);
  return findSchemaProblem(values, schema, { allowNullWithDefault: true, ignoreRequired: ignoreRequired || !isComplete });
};

/** Refuses a new pool whose defaults do not fit their own schema (`invalid`) or name a block there is none of (`not-found`). */
export const checkDefaults = (template: JsonObject): void => {
  const schema = schemaOf(template);
  if (schema === undefined) return;
  const problem = findSchemaProblem(defaultsOf(schema), schema, { allowNullWithDefault: true, ignoreRequired: true });
  if (problem !== undefined) throw invalid(`Validation failed for work pool's job variable defaults: ${problem.message}`);
};

const schemaOf = ({ variables }: JsonObject): JsonObject | undefined =>
  isObject(variables) && Object.keys(variables).length > 0 ? variables : undefined;

const defaultsOf = ({ properties }: JsonObject): JsonObject => {
  const defaults = Object.entries(isObject(properties) ? properties : {}).flatMap(([name, property]): [string, Json][] => {
    if (!isObject(property) || property.default === undefined) return [];
    if (!isReference(property.default)) return [[name, property.default]];
    // Blocks arrive with their own routes; until then none can be referred to.
    throw notFound("Block not found.");
  });
  return Object.fromEntries(defaults);
};

const isReference = (value: Json): boolean => isObject(value) && isObject(value.$ref) && value.$ref.block_document_id !== undefined;
