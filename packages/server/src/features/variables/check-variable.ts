import type { Json, UpdateVariable } from "@millrace/contract";
import { exactText, hasKeys } from "../../exact-numbers.ts";
import { InvalidRequest, type Problem, valueProblem } from "../../wire/problems.ts";

const longestValue = 5000;

/** Characters of a value as the protocol counts them: JSON with a space after `,` and `:`, everything beyond ASCII escaped. */
export const printedLength = (value: Json): number => {
  if (typeof value === "string")
    return [...JSON.stringify(value)].reduce((length, char) => length + (char > "\x7f" ? 6 * char.length : 1), 0);
  const isList = Array.isArray(value);
  if (!isList && !hasKeys(value)) return (exactText(value) ?? String(value)).length;
  const parts = isList
    ? value.map(printedLength)
    : Object.entries(value).map(([key, item]) => printedLength(key) + 2 + printedLength(item));
  return 2 + parts.reduce((sum, part) => sum + part, 0) + 2 * Math.max(parts.length - 1, 0);
};

/** What no schema says of a variable (server.md §1.13, §5.11). Throws `InvalidRequest`. */
export const checkVariable = ({ name, value }: Pick<UpdateVariable, "name" | "value">): void => {
  const problems: Problem[] = [];
  if (typeof name === "string" && !/^[a-z0-9_-]*$/.test(name)) {
    const rule = "Variable name must only contain lowercase letters, numbers, and dashes or underscores.";
    problems.push(valueProblem(["body", "name"], rule, name));
  }
  if (value !== undefined && printedLength(value) > longestValue) {
    problems.push(valueProblem(["body", "value"], `Variable value must be less than ${longestValue} characters`, value));
  }
  if (problems.length > 0) throw new InvalidRequest(problems);
};
