import type { JsonObject } from "@millrace/contract";
import type { GivenParameters } from "../definitions/parse-parameters.ts";
import { isPending } from "../futures/pending.ts";

const typeName = (value: unknown): string =>
  typeof value === "object" && value !== null ? (value.constructor?.name ?? "Object") : typeof value;

/** Parameters as a server keeps them. One that JSON cannot hold is shown as its type in brackets, never an error (sdk.md §6). */
export const printParameters = (given: GivenParameters): JsonObject => {
  const entries = Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (isPending(value)) return [[name, "<RunFuture>"] as const];
    try {
      const text: string | undefined = JSON.stringify(value);
      return [[name, text === undefined ? `<${typeName(value)}>` : JSON.parse(text)] as const];
    } catch {
      return [[name, `<${typeName(value)}>`] as const];
    }
  });
  return Object.fromEntries(entries);
};
