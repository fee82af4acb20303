import { createHash } from "node:crypto";
import type { Json, JsonObject } from "@millrace/contract";
import { hasKeys } from "../../exact-numbers.ts";
import { pythonJson } from "../../wire/python-json.ts";

/**
 * The checksum by which clients look for the schema of a block (server.md §5.10). It leaves out which fields are secret and the
 * definitions of other blocks, which have checksums of their own.
 */
export const checksumOf = (fields: JsonObject): string => {
  const { definitions, ...rest } = withoutKey(fields, "secret_fields");
  const counted = hasKeys(definitions) && Object.keys(definitions).length > 0 ? plainDefinitions(rest, definitions) : definitions;
  const isNone = counted === undefined || (counted !== definitions && hasKeys(counted) && Object.keys(counted).length === 0);
  const schema = isNone ? rest : { ...rest, definitions: counted };
  return `sha256:${createHash("sha256")
    .update(pythonJson([[schema], {}]))
    .digest("hex")}`;
};

/** The definitions that something refers to and that are no blocks. Those inside other definitions count, blocks included. */
const plainDefinitions = (rest: JsonObject, definitions: JsonObject): JsonObject =>
  definitionsNeeded([rest, definitions], definitions, (definition) => !isBlock(definition) && Object.keys(definition).length > 0);

const isBlock = (definition: JsonObject): boolean => (definition.block_type_slug ?? null) !== null;

/** The definitions that values refer to, and those that these refer to in turn; one that `counts` refuses leads no further. */
export const definitionsNeeded = (
  values: readonly Json[],
  definitions: JsonObject,
  counts: (definition: JsonObject) => boolean = () => true,
): JsonObject => {
  const needed = new Map<string, JsonObject>();
  const waiting = values.flatMap(listReferences);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (needed.has(name) || !hasKeys(definition) || !counts(definition)) continue;
    needed.set(name, definition);
    waiting.push(...listReferences(definition));
  }
  return Object.fromEntries(needed);
};

/** The names of the definitions that a value refers to, however deep inside. */
export const listReferences = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(listReferences);
  if (!hasKeys(value)) return [];
  const own = value.$ref;
  const inner = Object.values(value).flatMap(listReferences);
  return typeof own === "string" ? [own.replace("#/definitions/", ""), ...inner] : inner;
};

/** A copy without a key, in objects within objects; lists are left as they are. */
const withoutKey = (value: JsonObject, key: string): JsonObject =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== key)
      .map(([name, item]) => [name, hasKeys(item) ? withoutKey(item, key) : item]),
  );
