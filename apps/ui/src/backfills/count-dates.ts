import type { CreateScheduleInput } from "@millrace/contract";
import type { Api } from "../api/api.ts";

const perCall = 100;
const mostCalls = 12;

export interface DateCount {
  readonly count: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
  readonly first: string | null;
  readonly last: string | null;
}

/** The dates of schedules from one moment to another, both of which count; in milliseconds since 1970. */
export const countDates = async (
  api: Pick<Api, "uiSchedules">,
  { schedules, start, end }: { readonly schedules: readonly CreateScheduleInput[]; readonly start: number; readonly end: number },
  signal: AbortSignal,
): Promise<DateCount> => {
  const found: string[] = [];
  let isMore = false;
  for (const schedule of schedules) {
    let from = start;
    for (let call = 0; call <= mostCalls; call += 1) {
      if (call === mostCalls) {
        isMore = true;
        break;
      }
      const { dates } = await api.uiSchedules.preview(
        { body: { schedule, start: new Date(from).toISOString(), count: perCall } },
        { signal },
      );
      found.push(...dates.map(({ date }) => date).filter((date) => Date.parse(date) <= end));
      const last = dates.at(-1);
      if (last === undefined || dates.length < perCall || Date.parse(last.date) > end) break;
      from = Date.parse(last.date) + 1;
    }
  }
  const sorted = found.toSorted();
  return { count: found.length, isMore, first: sorted[0] ?? null, last: sorted.at(-1) ?? null };
};
