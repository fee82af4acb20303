import type { CreateScheduleInput } from "@millrace/contract";
import { expect, test } from "vitest";
import { countDates } from "./count-dates.ts";

const hour = 3_600_000;

/** A server whose every schedule has a date at each full hour. */
const hourly = () => {
  const calls: string[] = [];
  const preview = async ({ body }: { body: { start?: string | null; count?: number } }) => {
    calls.push(body.start ?? "");
    const first = Math.ceil(Date.parse(body.start ?? "") / hour);
    return { dates: Array.from({ length: body.count ?? 10 }, (_, index) => ({ date: new Date((first + index) * hour).toISOString() })) };
  };
  return { calls, api: { uiSchedules: { preview } } as unknown as Parameters<typeof countDates>[0] };
};

const cron: CreateScheduleInput = { cron: "0 * * * *" };
const start = Date.parse("2026-01-01T00:00:00Z");
const { signal } = new AbortController();

test("dates are counted call by call, with both ends of the period", async () => {
  const { api, calls } = hourly();
  const found = await countDates(api, { schedules: [cron], start, end: start + 240 * hour }, signal);
  expect(found).toEqual({ count: 241, isMore: false, first: "2026-01-01T00:00:00.000Z", last: "2026-01-11T00:00:00.000Z" });
  expect(calls).toHaveLength(3);
});

test("counting ends somewhere, and says so", async () => {
  const found = await countDates(hourly().api, { schedules: [cron], start, end: start + 100_000 * hour }, signal);
  expect(found).toMatchObject({ count: 1_200, isMore: true });
});
