import type { JsonObject } from "@millrace/contract";
import { InvalidRequest, valueProblem } from "./problems.ts";

export interface SizedValue {
  readonly value: JsonObject | null | undefined;
  /** Where it stands in the body. */
  readonly at?: readonly (string | number)[];
  /** The body as it came, where the reply is to show that. */
  readonly body?: unknown;
}

/** Refuses what takes more than `most` bytes as JSON; 0 sets no limit (server.md §5.5). Throws `InvalidRequest`. */
export const checkParameterSize = (most: number, { value, at = ["parameters"], body }: SizedValue): void => {
  const size = most > 0 && value ? Buffer.byteLength(JSON.stringify(value)) : 0;
  if (size <= most) return;
  const [limit, actual] = [most.toLocaleString("en-US"), size.toLocaleString("en-US")];
  const message = `Flow run parameters must be less than ${limit} bytes when serialized (got ${actual} bytes).`;
  throw new InvalidRequest([valueProblem(["body", ...at], message, value)], body);
};
