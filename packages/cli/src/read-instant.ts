import { fromMicros, type Instant } from "@millrace/contract";
import { CommandError } from "./command.ts";
import { parseMoment } from "./when.ts";

/** A moment that an option names in words; `now` is in milliseconds since 1970. Throws `CommandError` when it names none. */
export const readInstant = (given: string, now: number): Instant => {
  const moment = parseMoment(given, now);
  if (moment !== undefined) return fromMicros(Math.round(moment * 1000));
  throw new CommandError(`"${given}" is not a time. Expected one such as "2027-01-01 10:00" or 2027-01-01T10:00:00Z.`);
};
