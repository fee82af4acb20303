import { hash } from "node:crypto";
import type { Json, JsonObject } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { DomainError, invalid, notFound } from "../../errors.ts";
import { findSchemaMistake } from "../../wire/json-schema/find-schema-mistake.ts";
import { findSchemaProblem, type SchemaProblem } from "../../wire/json-schema/validate.ts";
import { isObject } from "../../wire/json-schema/values.ts";
import { parseUuid } from "../../wire/read-scalars.ts";
import { getBlockDocument } from "../blocks/document-queries.ts";

type Settings = Pick<Context, "settings">;

interface Check {
  readonly template: JsonObject;
  /** Job variables, those that win last. */
  readonly layers: readonly JsonObject[];
  /** Lets variables be missing that a run may still give. */
  readonly ignoreRequired: boolean;
}

/**
 * Says what is wrong with job variables laid over the defaults of a pool's template (server.md §5.5, workers.md §7). Defaults
 * that are wrong themselves are passed over, and with them the question whether anything is missing. Throws `not-found` for
 * a default that is a block there is none of.
 */
export const findJobVariableProblem = async (
  ctx: Settings,
  db: Queries,
  { template, layers, ignoreRequired }: Check,
): Promise<SchemaProblem | undefined> => {
  const schema = schemaOf(template);
  if (schema === undefined) return undefined;
  const defaults = await readDefaults(ctx, db, schema);
  const good = Object.entries(defaults).filter(
    ([name, value]) => findSchemaProblem({ [name]: value }, schema, { ignoreRequired: true }) === undefined,
  );
  const isComplete = good.length === Object.keys(defaults).length;
  const values: JsonObject = Object.assign({}, Object.fromEntries(good), ...layers);
  return findSchemaProblem(values, schema, { allowNullWithDefault: true, ignoreRequired: ignoreRequired || !isComplete });
};

/** Refuses a new pool whose defaults do not fit their own schema (`invalid`) or name a block there is none of (`not-found`). */
export const checkDefaults = async (ctx: Settings, db: Queries, template: JsonObject): Promise<void> => {
  const schema = schemaOf(template);
  if (schema === undefined) return;
  checkSchema(template);
  const problem = findSchemaProblem(await readDefaults(ctx, db, schema), schema, { allowNullWithDefault: true, ignoreRequired: true });
  if (problem !== undefined) throw invalid(`Validation failed for work pool's job variable defaults: ${problem.message}`);
};

/** Digests of schemas that were found to be right: every run of a pool asks for the same one, and to look takes longer than to digest it. */
const right = new Set<string>();
const mostRemembered = 1000;

/** Refuses a template whose variables are described by no JSON Schema (`invalid`). */
export const checkSchema = (template: JsonObject): void => {
  const schema = schemaOf(template);
  if (schema === undefined) return;
  const digest = hash("sha256", JSON.stringify(schema));
  if (right.has(digest)) return;
  const mistake = findSchemaMistake(schema);
  if (mistake !== undefined) throw invalid(`Invalid schema: ${mistake}`);
  if (right.size === mostRemembered) right.clear();
  right.add(digest);
};

const schemaOf = ({ variables }: JsonObject): JsonObject | undefined =>
  isObject(variables) && Object.keys(variables).length > 0 ? variables : undefined;

/** The defaults; one that refers to a block is the block's values, without its secrets. */
const readDefaults = async (ctx: Settings, db: Queries, { properties }: JsonObject): Promise<JsonObject> => {
  const defaults: Record<string, Json> = {};
  for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
    if (!isObject(property) || property.default === undefined) continue;
    const value = property.default;
    if (!isObject(value) || value.$ref === undefined) defaults[name] = value;
    else if (isObject(value.$ref) && (value.$ref.block_document_id ?? null) !== null) {
      defaults[name] = await readBlock(ctx, db, value.$ref.block_document_id ?? null);
    }
  }
  return defaults;
};

const readBlock = async (ctx: Settings, db: Queries, reference: Json): Promise<JsonObject> => {
  const noBlock = notFound("Block not found.");
  const id = parseUuid(reference);
  if (id === undefined) throw noBlock;
  try {
    return (await getBlockDocument(ctx, db, { id, include_secrets: false })).data;
  } catch (error) {
    throw error instanceof DomainError && error.code === "not-found" ? noBlock : error;
  }
};
