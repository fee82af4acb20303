import type { Json, JsonObject, SchemaErrors } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { invalid } from "../../errors.ts";
import { hasPlaceholders, hydrate } from "../../wire/hydration/hydrate.ts";
import { HydrationError } from "../../wire/hydration/hydration-error.ts";
import { listValueProblems, type PlacedProblem, placeProblems } from "../../wire/json-schema/list-problems.ts";
import { findVariableValue } from "../variables/queries.ts";

/** Says what is wrong with values before they are sent as parameters. Templates are taken as they are. */
export const validateValues = async (db: Queries, schema: JsonObject, values: JsonObject): Promise<SchemaErrors> => {
  const problems: PlacedProblem[] = [];
  const filled = hasPlaceholders(values) ? await fillIn(db, values, problems) : values;
  if (problems.length > 0) return { errors: placeProblems(problems), valid: false };
  const found = listValueProblems(filled, schema);
  if ("invalidSchema" in found) throw invalid(`Invalid schema: ${found.invalidSchema}`);
  return found;
};

/** Values with their placeholders filled in; those of which that cannot be done are told in `problems`. */
const fillIn = async (db: Queries, values: JsonObject, problems: PlacedProblem[]): Promise<JsonObject> => {
  const sources = { findVariable: (name: string) => findVariableValue(db, name), render: (template: string) => Promise.resolve(template) };
  const filled: Record<string, Json> = {};
  for (const [key, value] of Object.entries(values)) {
    try {
      Object.assign(filled, await hydrate({ [key]: value }, sources));
    } catch (error) {
      if (!(error instanceof HydrationError)) throw error;
      problems.push({ path: error.path, message: error.message });
    }
  }
  return filled;
};
