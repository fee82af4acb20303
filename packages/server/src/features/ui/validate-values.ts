import type { Json, JsonObject, SchemaErrors } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { invalid } from "../../errors.ts";
import { hydrate } from "../../wire/hydration/hydrate.ts";
import { HydrationError } from "../../wire/hydration/hydration-error.ts";
import { listValueProblems, type PlacedProblem } from "../../wire/json-schema/list-problems.ts";
import { isList, isObject } from "../../wire/json-schema/values.ts";
import { findTemplateProblem } from "../../wire/templates/find-template-problem.ts";
import { findVariableValue } from "../variables/queries.ts";

/** A sound template: what it will be is known once it is rendered. */
class Unrendered extends HydrationError {}

/** Says what is wrong with values before they are sent as parameters. A sound template may become whatever is wanted (server.md §5.13). */
export const validateValues = async (db: Queries, schema: JsonObject, values: JsonObject): Promise<SchemaErrors> => {
  const marks = new Map<string, HydrationError>();
  const mend = (error: HydrationError): string => {
    const mark = `\u0000${marks.size}`;
    marks.set(mark, error);
    return mark;
  };
  const filled = await hydrate(values, { findVariable: (name) => findVariableValue(db, name), render: refuseToRender, mend });
  const found = listValueProblems(filled, schema, {
    isUnknown: (value) => typeof value === "string" && marks.has(value),
    problems: listUnfilled(filled, marks),
  });
  if ("invalidSchema" in found) throw invalid(`Invalid schema: ${found.invalidSchema}`);
  return found;
};

const refuseToRender = async (template: string): Promise<string> => {
  const problem = await findTemplateProblem(template);
  throw problem === undefined ? new Unrendered() : new HydrationError(`Invalid jinja: ${problem.message}`);
};

/** The placeholders that could not be filled, and why. */
const listUnfilled = (value: Json, marks: ReadonlyMap<string, HydrationError>, path: PlacedProblem["path"] = []): PlacedProblem[] => {
  if (isList(value)) return value.flatMap((item, index) => listUnfilled(item, marks, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => listUnfilled(item, marks, [...path, key]));
  const error = typeof value === "string" ? marks.get(value) : undefined;
  return error === undefined || error instanceof Unrendered ? [] : [{ path, message: error.message }];
};
