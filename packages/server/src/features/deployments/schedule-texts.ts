import { fromMicros, toMicros } from "@millrace/contract";
import type { ScheduledDate } from "./schedule-dates.ts";

const offsetText = (offsetSeconds: number): string => {
  const total = Math.abs(offsetSeconds);
  const parts = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60].map((part) => String(part).padStart(2, "0"));
  return `${offsetSeconds < 0 ? "-" : "+"}${(total % 60 === 0 ? parts.slice(0, 2) : parts).join(":")}`;
};

const localText = ({ instant, offsetSeconds }: ScheduledDate): string =>
  fromMicros(toMicros(instant) + offsetSeconds * 1_000_000).slice(0, -1);

/** The date part of a run's idempotency key, `2026-01-01 09:00:00-05:00`; it must stay byte for byte (server.md §6.3). */
export const idempotencyDate = (date: ScheduledDate): string => `${localText(date).replace("T", " ")}${offsetText(date.offsetSeconds)}`;

/** `scheduled_time` of a run's state, `2026-01-01T09:00:00-05:00`, and `Z` wherever the clock shows UTC (server.md §1.2). */
export const scheduledTimeText = (date: ScheduledDate): string =>
  `${localText(date)}${date.offsetSeconds === 0 ? "Z" : offsetText(date.offsetSeconds)}`;
