import { parseMicros } from "@millrace/contract";

const shape =
  /^(?<year>\d{4})(?:-?(?<month>\d\d)-?(?<date>\d\d)|-(?<only>\d\d)|-?(?<ordinal>\d{3})|-?W(?<week>\d\d)(?:-?(?<weekday>[1-7]))?)(?:[Tt _](?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?(?<offset>[Zz]|[+−-]\d\d(?::?\d\d)?)?)?$/;

/** A day with slashes, and a time of UTC. */
const slashed = /^(\d{4})\/(\d\d)\/(\d\d)(?: ?(\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?))?$/;

const day = 86_400_000;

/** The Monday of a year's first week, which has the fourth of January. */
const firstMonday = (year: number): number => {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * day;
};

/** The moment a day begins that is told by its number in the year, or by its week; undefined for one that no year has. */
const dayOf = (year: number, { ordinal, week, weekday = "1" }: Readonly<Record<string, string | undefined>>): Date | undefined => {
  if (ordinal !== undefined) {
    const found = new Date(Date.UTC(year, 0, Number(ordinal)));
    return found.getUTCFullYear() === year ? found : undefined;
  }
  if (Number(week) < 1 || Number(week) > 53) return undefined;
  return new Date(firstMonday(year) + ((Number(week) - 1) * 7 + Number(weekday) - 1) * day);
};

/**
 * Microseconds since 1970 of a time in a spelling of ISO 8601 that is seldom met and that the protocol takes all the same:
 * `20260102T101500Z`, `2026-01`, `2026-002`, `2026-W01-5`, or hours alone; and of `2026/01/02 10:15`. Undefined for anything else.
 */
export const parseIsoMicros = (text: string): number | undefined => {
  const [, ...withSlashes] = slashed.exec(text) ?? [];
  if (withSlashes.length > 0) return parseMicros(`${withSlashes.slice(0, 3).join("-")}T${withSlashes[3] ?? "00:00"}Z`);
  const parts: Readonly<Record<string, string | undefined>> | undefined = shape.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { year, month = parts.only, date = "01", hour = "00", minute = "00", second = "00", fraction = "0", offset = "Z" } = parts;
  const named = month === undefined ? dayOf(Number(year), parts)?.toISOString().slice(0, 10) : `${year}-${month}-${date}`;
  return parseMicros(`${named}T${hour}:${minute}:${second}.${fraction}${offset.replace("−", "-")}`);
};
