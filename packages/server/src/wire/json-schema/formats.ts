import { isIP } from "node:net";
import { parseMicros } from "@millrace/contract";

const day = /^(\d{4})-(\d\d)-(\d\d)$/;

const isDay = (text: string): boolean => {
  const [, year, month, date] = day.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined || year === 0) return false;
  const found = new Date(Date.UTC(2000, month - 1, date));
  found.setUTCFullYear(year, month - 1, date);
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === date;
};

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const isMoment = (text: string): boolean => moment.test(text) && isDay(text.slice(0, 10)) && parseMicros(text.toUpperCase()) !== undefined;

/** What patterns may hold in Python and not here: named groups and flags, ends of the text, greedy repetitions. */
const ofPython = /\(\?|\\[AZ]|[*+?}]\+/;

const isPattern = (text: string): boolean => {
  if (ofPython.test(text)) return true;
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
};

const hasAt = (text: string): boolean => text.includes("@");

/** The formats that the protocol looks at; a text of any other format is taken as it is. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDay,
  "date-time": isMoment,
  time: (text) => isMoment(`1970-01-01T${text}`),
  email: hasAt,
  "idn-email": hasAt,
  ipv4: (text) => isIP(text) === 4,
  ipv6: (text) => isIP(text) === 6,
  "json-pointer": (text) => /^(\/([^~]|~[01])*)?$/.test(text),
  regex: isPattern,
  uuid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
};
