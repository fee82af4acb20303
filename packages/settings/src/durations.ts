const iso = /^([+-])?P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const clock = /^(?:(\d+) days?,? ?)?(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))?$/i;

const sum = (counts: readonly (string | undefined)[], units: readonly number[]): number =>
  counts.reduce((total, count, index) => total + Number(count ?? 0) * (units[index] ?? 0), 0);

/** Seconds of a duration written as a number of seconds, ISO 8601 (`PT1H`, `P7D`) or `[N days] HH:MM[:SS]`. Undefined for other text. */
export const parseSeconds = (text: string): number | undefined => {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed)) return Number(trimmed);
  const duration = iso.exec(trimmed);
  if (duration !== null && /\d/.test(trimmed)) {
    const [, sign, ...counts] = duration;
    return (sign === "-" ? -1 : 1) * sum(counts, [604_800, 86_400, 3600, 60, 1]);
  }
  const hours = clock.exec(trimmed);
  return hours === null ? undefined : sum(hours.slice(1), [86_400, 3600, 60, 1]);
};
