import type { JsonObject, SchemaErrors } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { invalid } from "../../errors.ts";
import { hasPlaceholders, hydrate } from "../../wire/hydration/hydrate.ts";
import { HydrationError } from "../../wire/hydration/hydration-error.ts";
import { listValueProblems } from "../../wire/json-schema/list-problems.ts";
import { findVariableValue } from "../variables/queries.ts";

/** Says what is wrong with values before they are sent as parameters. Templates are taken as they are. */
export const validateValues = async (db: Queries, schema: JsonObject, values: JsonObject): Promise<SchemaErrors> => {
  const filled = hasPlaceholders(values) ? await fillIn(db, values) : values;
  if (typeof filled === "string") return { errors: [filled], valid: false };
  const found = listValueProblems(filled, schema);
  if ("invalidSchema" in found) throw invalid(`Invalid schema: ${found.invalidSchema}`);
  return found;
};

/** Values with their placeholders filled in, or why that cannot be done. */
const fillIn = async (db: Queries, values: JsonObject): Promise<JsonObject | string> => {
  try {
    return await hydrate(values, { findVariable: (name) => findVariableValue(db, name), render: (template) => Promise.resolve(template) });
  } catch (error) {
    if (error instanceof HydrationError) return error.message;
    throw error;
  }
};
