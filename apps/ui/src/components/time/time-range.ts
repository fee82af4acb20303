/** A period as the address has it: `24h` stays "the last 24 hours" however old the link is; dates are exact. */
export type TimeRange =
  | { readonly kind: "last"; readonly window: string }
  | { readonly kind: "between"; readonly from: string; readonly to: string };

export const windows: readonly { readonly window: string; readonly label: string }[] = [
  { window: "15m", label: "Last 15 minutes" },
  { window: "1h", label: "Last hour" },
  { window: "6h", label: "Last 6 hours" },
  { window: "24h", label: "Last 24 hours" },
  { window: "7d", label: "Last 7 days" },
  { window: "30d", label: "Last 30 days" },
  { window: "90d", label: "Last 90 days" },
];

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Seconds of text such as `90s`, `24h` or `7d`; undefined when it is no length of time. */
export const parseWindow = (text: string): number | undefined => {
  const [, count = "", unit = ""] = /^(\d+(?:\.\d+)?)(s|m|h|d|w)$/.exec(text) ?? [];
  const size = units[unit];
  return size === undefined ? undefined : Number(count) * size;
};

/** The search parameters that name a period. */
export interface Search {
  readonly window?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The period of an address's search parameters; the last `usual` when it names none that makes sense. */
export const readTimeRange = ({ window, from, to }: Search, usual: string): TimeRange => {
  if (from !== undefined && to !== undefined && !Number.isNaN(Date.parse(from)) && !Number.isNaN(Date.parse(to)))
    return { kind: "between", from, to };
  return { kind: "last", window: window !== undefined && parseWindow(window) !== undefined ? window : usual };
};

/** The search parameters of a period: those of the other kind are taken out. */
export const printTimeRange = (range: TimeRange): Search =>
  range.kind === "last" ? { window: range.window, from: undefined, to: undefined } : { window: undefined, from: range.from, to: range.to };

/** The moments a period means now, in milliseconds since 1970 rounded to ten seconds, so that a question stays the same for as long. */
export const momentsOf = (range: TimeRange, now: number): { readonly after: string; readonly before: string } => {
  if (range.kind === "between") return { after: new Date(range.from).toISOString(), before: new Date(range.to).toISOString() };
  const end = Math.ceil(now / 10_000) * 10_000;
  return { after: new Date(end - (parseWindow(range.window) ?? 0) * 1000).toISOString(), before: new Date(end).toISOString() };
};

export const labelOf = (range: TimeRange): string => {
  if (range.kind === "between") return "Chosen period";
  return windows.find(({ window }) => window === range.window)?.label ?? `Last ${range.window}`;
};
