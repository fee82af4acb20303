import type { Json } from "@millrace/contract";
import { parseJson } from "../exact-numbers.ts";
import { deepest, findDepth, parseWithNaN } from "./json-text.ts";

/** Parses a frame of a WebSocket as bodies of requests are parsed. Undefined when it is no JSON, or nested too deep to be read again. */
export const parseFrame = (text: string): Json | undefined => {
  const bytes = Buffer.from(text);
  if (findDepth(bytes, deepest) !== undefined) return undefined;
  try {
    return parseJson(text);
  } catch {
    return parseWithNaN(bytes);
  }
};
