import type { Json, JsonObject } from "@millrace/contract";
import { isList, isOfType } from "./values.ts";

/** One way in which a value does not fit a schema. */
export interface Failure {
  readonly keyword: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly value: Json;
  readonly schema: JsonObject;
  /** Why each alternative of `anyOf` or `oneOf` failed. */
  readonly causes: readonly Failure[];
}

const isWeak = ({ keyword }: Failure): boolean => keyword === "anyOf" || keyword === "oneOf";

/** Whether the value at least has the type that the failed schema asks for. */
const hasRightType = ({ schema, value }: Failure): boolean => {
  const { type } = schema;
  if (type === undefined) return false;
  return (isList(type) ? type : [type]).some((each) => isOfType(value, each));
};

const comparePaths = (one: Failure["path"], other: Failure["path"]): number => {
  for (const [index, step] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    if (step !== against) return step < against ? -1 : 1;
  }
  return one.length - other.length;
};

/** Positive when `one` says more about the value than `other`: it lies higher up, or is no mere list of alternatives. */
const compareRelevance = (one: Failure, other: Failure): number =>
  other.path.length - one.path.length ||
  comparePaths(one.path, other.path) ||
  Number(!isWeak(one)) - Number(!isWeak(other)) ||
  Number(!hasRightType(one)) - Number(!hasRightType(other));

/** The failure to tell people about: of alternatives the one that came closest, as the protocol picks it (server.md §5.5). */
export const mostRelevant = (failures: readonly Failure[]): Failure | undefined => {
  let best = failures.reduce<Failure | undefined>(
    (found, failure) => (found === undefined || compareRelevance(failure, found) > 0 ? failure : found),
    undefined,
  );
  while (best !== undefined && best.causes.length > 0) {
    const [first, second] = best.causes.toSorted(compareRelevance);
    if (first === undefined || (second !== undefined && compareRelevance(first, second) === 0)) return best;
    best = first;
  }
  return best;
};
