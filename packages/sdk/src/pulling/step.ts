import type { Json, JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";

export interface StepContext {
  /** What the step is told, references resolved. */
  readonly inputs: JsonObject;
  /** Absolute directory the step works in. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Fields of a block, secrets included. */
  readonly readBlock: (typeSlug: string, name: string) => Promise<JsonObject>;
  /** Shows a line, and keeps it in the run's log. */
  readonly log: (line: string) => void;
}

/** One step of fetching a deployment's code: does its work and gives its outputs; `directory` is where the next one works. */
export type Step = (context: StepContext) => Promise<JsonObject>;

/** An input that is text; undefined when it is not given. Throws a `LoadError` for anything else. */
export const findText = (inputs: JsonObject, name: string): string | undefined => {
  const value: Json | undefined = inputs[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new LoadError(`"${name}" takes a text and is ${JSON.stringify(value)}. Correct the step.`);
};

export const getText = (inputs: JsonObject, name: string): string => {
  const value = findText(inputs, name);
  if (value === undefined || value === "") throw new LoadError(`"${name}" is missing. Add it to the step.`);
  return value;
};
