import type { Json, JsonObject } from "@millrace/contract";
import { CircularSchema, checkValue, UnknownReference } from "./check.ts";
import type { Failure } from "./failures.ts";
import { findSchemaMistake } from "./find-schema-mistake.ts";
import { prepareSchema } from "./prepare.ts";

/** Problems at one place: texts about it, and what is wrong with what it holds. */
type Problems = (string | Place)[];
type Place = { readonly property: string; readonly errors: Problems } | { readonly index: number; readonly errors: Problems };

export interface ValueProblems {
  readonly errors: readonly Json[];
  readonly valid: boolean;
}

/** A missing property is told of where it would be. */
const pathOf = ({ keyword, path, message }: Failure): readonly (string | number)[] => {
  const missing = keyword === "required" ? /^'(.*)' is a required property$/s.exec(message)?.[1] : undefined;
  return missing === undefined ? path : [...path, missing];
};

/** Items of a list are told of in their order, whenever it was found what is wrong with them. */
const placeIn = (problems: Problems, step: string | number): Problems => {
  const found = problems.find(
    (each): each is Place => typeof each === "object" && ("property" in each ? each.property : each.index) === step,
  );
  if (found !== undefined) return found.errors;
  const errors: Problems = [];
  if (typeof step === "string") problems.push({ property: step, errors });
  else {
    const later = problems.findIndex((each) => typeof each === "object" && "index" in each && each.index > step);
    problems.splice(later === -1 ? problems.length : later, 0, { index: step, errors });
  }
  return errors;
};

/** What is wrong with a value inside others. */
export interface PlacedProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Problems as the protocol tells them: each inside the places that lead to it (server.md §5.13). */
export const placeProblems = (problems: readonly PlacedProblem[]): readonly Json[] => {
  const errors: Problems = [];
  for (const { path, message } of problems) {
    let place = errors;
    for (const step of path) place = placeIn(place, step);
    place.push(message);
  }
  return errors as readonly Json[];
};

/** Values of which it is not known yet what they will be. */
interface Unknowns {
  readonly isUnknown: (value: Json) => boolean;
  /** What is wrong with some of them already. */
  readonly problems: readonly PlacedProblem[];
}
const noUnknowns: Unknowns = { isUnknown: () => false, problems: [] };

/** Everything wrong with values, by place. Gives a plain text where the schema itself is none (server.md §5.13). */
export const listValueProblems = (
  values: Json,
  schema: JsonObject,
  { isUnknown, problems }: Unknowns = noUnknowns,
): ValueProblems | { readonly invalidSchema: string } => {
  const prepared = prepareSchema(schema);
  const mistake = findSchemaMistake(prepared);
  if (mistake !== undefined) return { invalidSchema: mistake };
  try {
    const failures = checkValue(values, prepared, { withFormats: true });
    const known = failures.filter(({ value }) => !isUnknown(value));
    const errors = placeProblems([...problems, ...known.map((failure) => ({ path: pathOf(failure), message: failure.message }))]);
    return { errors, valid: errors.length === 0 };
  } catch (error) {
    if (error instanceof CircularSchema) return { invalidSchema: "Unable to validate schema with circular references." };
    if (error instanceof UnknownReference) return { invalidSchema: `Validation failed. Failure reason: ${error.message}` };
    throw error;
  }
};
