/** A moment as a form shows it: the time on the wall of a zone, or of none where the text says none. */
export interface ZonedTime {
  /** `YYYY-MM-DDTHH:MM[:SS[.fff]]`, as inputs of a date and time take it. */
  readonly wall: string;
  /** An IANA name, `UTC`, an offset such as `+05:30`, or "" for none. */
  readonly zone: string;
}

const momentPattern = /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)\d*(?<zone>Z|[-+]\d{2}:?\d{2})?$/i;

/** Reads a date and time as Python and JavaScript write it; undefined when it is none. */
export const readZonedTime = (text: string): ZonedTime | undefined => {
  const groups = momentPattern.exec(text)?.groups;
  if (groups?.date === undefined || groups.time === undefined) return undefined;
  return { wall: `${groups.date}T${groups.time}`, zone: readOffset(groups.zone) };
};

const readOffset = (text: string | undefined): string => {
  if (text === undefined) return "";
  if (/^(?:z|[-+]00:?00)$/i.test(text)) return "UTC";
  return text.includes(":") ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
};

/** The text that is sent: the time on the wall with the offset its zone has then. */
export const printZonedTime = ({ wall, zone }: ZonedTime): string => {
  const whole = wall.length === 16 ? `${wall}:00` : wall;
  if (zone === "") return whole;
  if (zone === "UTC") return `${whole}Z`;
  return `${whole}${/^[-+]/.test(zone) ? zone : printOffset(offsetAt(whole, zone))}`;
};

/** The same moment on the wall of another zone. Without a zone on either side the wall stays as it is. */
export const moveToZone = (time: ZonedTime, zone: string): ZonedTime => {
  if (time.zone === "" || zone === "") return { ...time, zone };
  const moment = Date.parse(printZonedTime(time));
  if (Number.isNaN(moment)) return { ...time, zone };
  const offset = /^[-+]/.test(zone) ? minutesOf(zone) : zone === "UTC" ? 0 : offsetOf(moment, zone);
  const wall = new Date(moment + offset * 60_000).toISOString().replace(/(?:\.000)?Z$/, "");
  return { wall: wall.replace(/:00$/, time.wall.length === 16 ? "" : ":00"), zone };
};

/** A moment in milliseconds since 1970 on the wall of a zone, to the minute. */
export const wallOf = (at: number, zone: string): string =>
  moveToZone({ wall: new Date(at).toISOString().slice(0, 16), zone: "UTC" }, zone).wall.slice(0, 16);

/** The moment that a wall of a zone shows, as it is sent. */
export const momentOf = (wall: string, zone: string): string => new Date(printZonedTime({ wall, zone })).toISOString();

const minutesOf = (offset: string): number => {
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
};

const printOffset = (minutes: number): string => {
  const size = Math.abs(minutes);
  const two = (count: number) => String(count).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

/** How far a zone is ahead of UTC at a moment, in minutes. */
const offsetOf = (moment: number, zone: string): number => {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const name = format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const offset = /[-+]\d{2}:\d{2}/.exec(name)?.[0];
  return offset === undefined ? 0 : minutesOf(offset);
};

/**
 * The offset of a time on the wall. One that stands there twice, when clocks go back, is the first; one that never does,
 * when they go forward, keeps the offset of before.
 */
const offsetAt = (wall: string, zone: string): number => {
  const asUtc = Date.parse(`${wall}Z`);
  const before = offsetOf(asUtc - 24 * 3_600_000, zone);
  const after = offsetOf(asUtc + 24 * 3_600_000, zone);
  if (before === after) return before;
  const fits = [before, after].find((offset) => offsetOf(asUtc - offset * 60_000, zone) === offset);
  return fits ?? before;
};

/** Zones to choose from: the reader's own, UTC, none, and all others by name. */
export const listZones = (own: string, current: string): { readonly value: string; readonly label: string }[] => {
  const first = [...new Set([own, "UTC", ...(current === "" ? [] : [current])])];
  const others = Intl.supportedValuesOf("timeZone").filter((zone) => !first.includes(zone));
  const named = [...first, ...others].map((zone) => ({
    value: zone,
    label: /^[-+]/.test(zone) ? `UTC${zone}` : zone.replaceAll("_", " "),
  }));
  return [...named.slice(0, first.length), { value: "none", label: "No zone" }, ...named.slice(first.length)];
};
