/** What is to be known of a JSON text before it is parsed, found in one pass and in constant memory, whatever the text. */
import type { Json } from "@millrace/contract";
import { parseJson } from "../exact-numbers.ts";

const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** Where a string that begins at `start` ends; the end of the text when nothing ends it. */
const endOfString = (bytes: Uint8Array, start: number): number => {
  for (let end = bytes.indexOf(quote, start + 1); end !== -1; end = bytes.indexOf(quote, end + 1)) {
    let escapes = 0;
    while (bytes[end - 1 - escapes] === backslash) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return bytes.length;
};

/** How deep lists and objects may be nested. What is deeper could be taken in, but not always be read and printed again. */
export const deepest = 500;

/** Where lists and objects are first nested more than `limit` deep; undefined when they never are. */
export const findDepth = (bytes: Uint8Array, limit: number): number | undefined => {
  if (bytes.length <= limit) return undefined;
  let depth = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === quote) index = endOfString(bytes, index);
    else if (opening.has(byte) && ++depth > limit) return index;
    else if (closing.has(byte)) depth--;
  }
  return undefined;
};

const numbersJsonLacks = ["-Infinity", "Infinity", "NaN"].map((name) => Buffer.from(name));

/** The text with null for NaN and Infinity, which Python prints and JSON does not have; undefined when there are none. */
export const replaceNaN = (bytes: Buffer): string | undefined => {
  const pieces: Buffer[] = [];
  let kept = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === quote) index = endOfString(bytes, index);
    const name = byte === 0x2d || byte === 0x49 || byte === 0x4e ? findNameAt(bytes, index) : undefined;
    if (name === undefined) continue;
    pieces.push(bytes.subarray(kept, index), Buffer.from("null"));
    kept = index + name.length;
    index = kept - 1;
  }
  return kept === 0 ? undefined : Buffer.concat([...pieces, bytes.subarray(kept)]).toString();
};

/** Parses what was printed by Python and may hold numbers that JSON lacks; the protocol stores them as null (server.md §1.2). */
export const parseWithNaN = (bytes: Buffer): Json | undefined => {
  const repaired = replaceNaN(bytes);
  if (repaired === undefined) return undefined;
  try {
    return parseJson(repaired);
  } catch {
    return undefined;
  }
};

const findNameAt = (bytes: Buffer, index: number): Buffer | undefined =>
  numbersJsonLacks.find((name) => bytes.subarray(index, index + name.length).equals(name));
