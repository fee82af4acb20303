const date = ["Y", "M", "W", "D"] as const;
const clock = ["H", "M", "S"] as const;
const part = (units: readonly string[]): string => units.map((unit) => `(?:(\\d+(?:[.,]\\d+)?)${unit})?`).join("");
const isoDuration = new RegExp(`^([+-])?P${part(date)}(?:T${part(clock)})?$`);
/** Days, a time of the clock, or both: `1 day`, `2d`, `01:30`, `-3 days, 01:02:03.5`. */
const spokenDuration = /^([+-])?(?:(\d+) ?(?:days?|d)(?:$|,? ))?(?:(\d+):(\d\d)(?::(\d\d(?:[.,]\d+)?))?)?$/i;

const isoSeconds = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3600, 60, 1];
const spokenSeconds = [86_400, 3600, 60, 1];

/** A part that is there, with its fraction after a dot or a comma. */
const numberOf = (amount: string | undefined): number => Number((amount ?? "0").replace(",", "."));

const add = (parts: readonly (string | undefined)[], seconds: readonly number[]): number =>
  parts.reduce((sum, amount, index) => sum + numberOf(amount) * (seconds[index] ?? 0), 0);

/** Seconds of a duration as the protocol's clients write it: a year is 365 days, a month 30; or what is wrong with it. */
export const parseDuration = (text: string): number | string => {
  if (/^[+-]?(P?T?)$/.test(text)) return "input is too short";
  const iso = isoDuration.exec(text);
  const spoken = iso === null ? spokenDuration.exec(text) : null;
  const [, sign, ...parts] = iso ?? spoken ?? [];
  if (parts.length === 0) return "expected seconds as a number, ISO 8601 such as PT90S, or HH:MM:SS";
  if (Number(spoken?.[4] ?? 0) > 59) return "minute value is outside expected range of 0-59";
  if (numberOf(spoken?.[5]) >= 60) return "second value is outside expected range of 0-59";
  return (sign === "-" ? -1 : 1) * add(parts, iso === null ? spokenSeconds : isoSeconds);
};

/** The longest duration the protocol has. */
const mostDays = 999_999_999;

/** A duration as it is kept, in whole microseconds; or what is wrong with it. */
export const toMicroseconds = (seconds: number): number | string => {
  if (Math.abs(seconds) >= (mostDays + 1) * 86_400) return "durations may not exceed 999,999,999 days";
  // Beyond this, a double has no microseconds any more.
  return Math.abs(seconds) < 2 ** 33 ? Math.round(seconds * 1e6) / 1e6 : seconds;
};
