import type { Log } from "@millrace/contract";

/** As much of a line as its place among others takes. */
export type LogPlace = Pick<Log, "id" | "timestamp">;

/** Seconds and what follows them: "…:05Z" stands before "…:05.250Z", which plain text would turn around. */
const partsOf = (timestamp: string): readonly [string, string] => {
  const [, whole = timestamp, fraction = ""] = /^(.{19})(?:\.(\d+))?/.exec(timestamp) ?? [];
  return [whole, fraction.padEnd(9, "0")];
};

const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The order of the server: by the writer's clock, those of one moment by id. */
export const compareLogs = (one: LogPlace, other: LogPlace): number => {
  if (one.timestamp === other.timestamp) return compareTexts(one.id, other.id);
  const [whole, fraction] = partsOf(one.timestamp);
  const [otherWhole, otherFraction] = partsOf(other.timestamp);
  return compareTexts(whole, otherWhole) || compareTexts(fraction, otherFraction) || compareTexts(one.id, other.id);
};
