import type { Parsed, Schema } from "@millrace/contract";
import { tryRead } from "../wire/read.ts";

/** What a reader of a stream asks for, or why it is refused. */
export type FilterFrame<F> = { readonly filter: F; readonly backfill: boolean } | { readonly refusal: string };

/** Reads the frame with which a reader of `/events/out` or `/logs/out` says what it wants (events.md §3.3). */
export const readFilterFrame = <S extends Schema>(schema: S, text: string): FilterFrame<Parsed<S>> => {
  const frame = parseObject(text);
  if (frame.type !== "filter") return { refusal: "Expected 'filter' message" };
  if (frame.filter === undefined) return { refusal: "Invalid filter: 'filter'" };
  const read = tryRead(schema, frame.filter);
  if ("problem" in read) return { refusal: `Invalid filter: ${read.problem}` };
  return { filter: read.value, backfill: frame.backfill !== false };
};

interface Frame {
  readonly type?: unknown;
  readonly filter?: unknown;
  readonly backfill?: unknown;
}

const parseObject = (text: string): Frame => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
};
