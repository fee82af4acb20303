import type { JsonObject, Parsed, Schema } from "@millrace/contract";
import { hasKeys } from "../exact-numbers.ts";
import { parseFrame } from "../wire/parse-frame.ts";
import { tryRead } from "../wire/read.ts";

/** What a reader of a stream asks for, or why it is refused. */
export type FilterFrame<F> = { readonly filter: F; readonly backfill: boolean } | { readonly refusal: string };

/** Reads the frame with which a reader of `/events/out` or `/logs/out` says what it wants (events.md §3.3). */
export const readFilterFrame = <S extends Schema>(schema: S, text: string): FilterFrame<Parsed<S>> => {
  const frame = parseFrame(text);
  const { type, filter, backfill = true }: JsonObject = hasKeys(frame) ? frame : {};
  if (type !== "filter") return { refusal: "Expected 'filter' message" };
  if (filter === undefined) return { refusal: "Invalid filter: 'filter'" };
  const read = tryRead(schema, filter);
  if ("problem" in read) return { refusal: `Invalid filter: ${read.problem}` };
  return { filter: read.value, backfill: Boolean(backfill) };
};
