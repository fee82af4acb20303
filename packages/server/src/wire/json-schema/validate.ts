import type { Json, JsonObject } from "@millrace/contract";
import { CircularSchema, checkValue, UnknownReference } from "./check.ts";
import { mostRelevant } from "./failures.ts";
import { type Leniency, prepareSchema } from "./prepare.ts";
import { pythonText } from "./python-text.ts";

/** What keeps values from fitting a schema: they do not, or the schema itself cannot be followed. */
export interface SchemaProblem {
  readonly kind: "mismatch" | "circular";
  readonly message: string;
}

/** `a.b[0]`, as the protocol's messages name a field. */
const fieldText = (path: readonly (string | number)[]): string => {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(step)) return `.${step}`;
    return `['${step.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
  });
  return `$${steps.join("")}`.replaceAll("$.", "");
};

/** Says what is wrong with values in the protocol's words (server.md §5.5); undefined when they fit. */
export const findSchemaProblem = (values: Json, schema: JsonObject, leniency: Leniency = {}): SchemaProblem | undefined => {
  try {
    const failure = mostRelevant(checkValue(values, prepareSchema(schema, leniency)));
    if (failure === undefined) return undefined;
    const field = failure.path.length === 0 ? "" : ` for field ${pythonText(fieldText(failure.path))}`;
    return { kind: "mismatch", message: `Validation failed${field}. Failure reason: ${failure.message}` };
  } catch (error) {
    if (error instanceof CircularSchema) {
      return { kind: "circular", message: "Invalid schema: Unable to validate schema with circular references." };
    }
    if (error instanceof UnknownReference) return { kind: "mismatch", message: `Validation failed. Failure reason: ${error.message}` };
    throw error;
  }
};
