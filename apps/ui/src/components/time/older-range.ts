import { choice, searchParams, text } from "../../url/search-params.ts";
import { parseWindow, type Search, windows } from "./time-range.ts";

type Raw = Readonly<Record<string, unknown>>;

/** How addresses of Prefect's pages name a period (ui.md §1.1). */
const readOlder = searchParams({
  rangeType: choice("span", "range", "around", "period"),
  seconds: text,
  start: text,
  end: text,
  aroundDate: text,
  aroundQuantity: text,
  aroundUnit: choice("second", "minute", "hour", "day"),
});

const unitSeconds = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;

/** The window of so many seconds until now; a span into the future is none. */
const windowOf = (seconds: number): string | undefined => {
  if (!(seconds < 0)) return undefined;
  return windows.find(({ window }) => parseWindow(window) === -seconds)?.window ?? `${-seconds}s`;
};

const between = (from: number, to: number): Search =>
  Number.isNaN(from + to) ? {} : { from: new Date(from).toISOString(), to: new Date(to).toISOString() };

/** The period of an older address, with every parameter of ours set; undefined where it names none. What was relative stays relative. */
export const readOlderRange = (raw: Raw, now: number): Search | undefined => {
  const { rangeType, seconds = "-86400", start = "", end = "", aroundDate = "", aroundQuantity = "", aroundUnit } = readOlder(raw);
  if (rangeType === undefined) return undefined;
  const nothing = { window: undefined, from: undefined, to: undefined };
  if (rangeType === "span") return { ...nothing, window: windowOf(Number(seconds)) };
  if (rangeType === "range") return { ...nothing, ...between(Date.parse(start), Date.parse(end)) };
  if (rangeType === "around") {
    const [at, length] = [Date.parse(aroundDate), Number(aroundQuantity) * unitSeconds[aroundUnit ?? "second"] * 1000];
    return { ...nothing, ...between(at - length, at + length) };
  }
  const today = new Date(now);
  return { ...nothing, ...between(today.setHours(0, 0, 0, 0), today.setHours(23, 59, 59, 999)) };
};
