import { hasKeys } from "../exact-numbers.ts";
import { type Problem, valueProblem } from "./problems.ts";

type Place = readonly (string | number)[];

/** What PostgreSQL keeps in no text. */
const isUnstorable = (text: string): boolean => text.includes("\0") || !text.isWellFormed();

const message = "a text with a NUL character or half of a character cannot be stored in this database";

/** Every text of a body that a database may refuse, keys of objects too. */
export const findUnstorable = (value: unknown, place: Place = ["body"]): readonly Problem[] => {
  if (typeof value === "string") return isUnstorable(value) ? [valueProblem(place, message, value)] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => findUnstorable(item, [...place, index]));
  if (!hasKeys(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(isUnstorable(key) ? [valueProblem([...place, key], message, key)] : []),
    ...findUnstorable(item, [...place, key]),
  ]);
};
