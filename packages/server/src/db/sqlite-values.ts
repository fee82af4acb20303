import type { ColumnCodecs } from "./columns.ts";

/** Times are stored with all six fraction digits, so that text order is time order; see `readStoredTime`. */
export const storedTime = (value: unknown): unknown =>
  typeof value === "string" && value.length === 20 ? `${value.slice(0, 19)}.000000Z` : value;

/** The protocol's print of a stored time: no fraction when it is zero. */
export const readStoredTime = (text: string): string => (text.endsWith(".000000Z") ? `${text.slice(0, 19)}Z` : text);

export const sqliteCodecs: ColumnCodecs = {
  time: storedTime,
  json: (value) => JSON.stringify(value),
  boolean: (value) => (value === null ? null : value ? 1 : 0),
};
