import { type Countable, type EventCount, type EventFilter, fromMicros, type TimeUnit, toMicros } from "@millrace/contract";
import { type Expression, sql } from "kysely";
import type { Context } from "../../context.ts";
import { invalid } from "../../errors.ts";
import { type BoundedFilter, boundPeriod, eventCondition } from "./event-condition.ts";

/** Steps of time are laid out from this Monday on (events.md §6.4). */
const pivot = toMicros("2024-04-01T00:00:00Z");
const mostSteps = 1000;
/** Where a calendar ends: no step reaches further. */
const endOfTime = toMicros("9999-12-31T23:59:59.999999Z");
const day = 86_400_000_000;
const unitMicros: Readonly<Record<TimeUnit, number>> = { week: 7 * day, day, hour: 3_600_000_000, minute: 60_000_000, second: 1_000_000 };

interface Step {
  readonly unit: TimeUnit;
  readonly interval: number;
}

interface Wanted {
  readonly countable: Countable;
  readonly filter: EventFilter;
  readonly step: Step;
}

/** Counts the events that a filter finds. Refuses steps so small that there would be more than 1000, and those without an end (`invalid`). */
export const countEventsBy = (ctx: Context, { countable, filter: asked, step }: Wanted): Promise<EventCount[]> => {
  const filter = boundPeriod(asked, ctx.clock.now());
  checkSteps(filter, step, ctx.clock.micros());
  if (countable === "event") return countByValue(ctx, filter, { value: sql.ref("event.event"), label: sql.ref("event.event") });
  if (countable === "resource") {
    const label = (name: string) => ctx.db.dialect.label(sql.ref("event.resource"), name);
    const value = sql.ref("event.resource_id");
    return countByValue(ctx, filter, {
      value,
      label: sql`coalesce(${label("prefect.resource.name")}, ${label("prefect.name")}, ${value})`,
    });
  }
  return countByStep(ctx, filter, countable === "day" ? { unit: "day", interval: 1 } : step);
};

const widthOf = ({ unit, interval }: Step): number => Math.round(unitMicros[unit] * interval);

const checkSteps = ({ occurred: { since, until } }: BoundedFilter, step: Step, now: number): void => {
  const width = widthOf(step);
  const count = Math.ceil((toMicros(until) - toMicros(since)) / width);
  if (now + width > endOfTime) throw invalid("The given interval reaches beyond the year 9999. Please make it shorter.");
  if (count <= mostSteps) return;
  const remedy = `Please increase the interval or reduce the time range to produce ${mostSteps} buckets or fewer.`;
  throw invalid(`The given interval would create ${count} buckets, which is too many. ${remedy}`);
};

/** The last microsecond of the unit that a moment belongs to. */
const endOfUnit = (micros: number, unit: TimeUnit): number => {
  const width = unitMicros[unit];
  return pivot + (Math.floor((micros - pivot) / width) + 1) * width - 1;
};

const countByStep = async (ctx: Context, filter: BoundedFilter, step: Step): Promise<EventCount[]> => {
  const { dialect } = ctx.db;
  const width = widthOf(step);
  const start = pivot + Math.floor((toMicros(filter.occurred.since) - pivot) / width) * width;
  const now = ctx.clock.micros();
  const until = toMicros(filter.occurred.until);
  const end = until > now ? endOfUnit(now, step.unit) : until;
  const length = Math.max(0, Math.min(Math.ceil((end - start) / width), mostSteps + 1));
  const place = sql<number>`(${dialect.micros(sql.ref("event.occurred"))} - cast(${start} as bigint)) / cast(${width} as bigint)`;
  const { rows } = await sql<{ place: number; count: number }>`
    select ${place} as place, count(*) as count from event where ${eventCondition(dialect, filter)} group by 1`.execute(ctx.db.heavyRead);
  const counts = new Map(rows.map((row) => [Number(row.place), row.count]));
  return Array.from({ length }, (_, index) => {
    const start_time = fromMicros(start + index * width);
    return {
      value: String(index),
      label: `${start_time.slice(0, -1)}+00:00`,
      count: counts.get(index) ?? 0,
      start_time,
      end_time: fromMicros(start + (index + 1) * width - 1),
    };
  });
};

interface Grouping {
  readonly value: Expression<unknown>;
  readonly label: Expression<unknown>;
}

interface Group {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly oldest: string;
  readonly newest: string;
}

/** By value, each under the label it had last; the most frequent first. */
const countByValue = async (ctx: Context, filter: BoundedFilter, { value, label }: Grouping): Promise<EventCount[]> => {
  const { dialect } = ctx.db;
  const { rows } = await sql<Group>`
    select ${value} as value, ${label} as label, count(*) as count, min(occurred) as oldest, max(occurred) as newest
    from event where ${eventCondition(dialect, filter)} group by 1, 2`.execute(ctx.db.heavyRead);
  const counts = new Map<string, EventCount>();
  for (const row of rows) {
    const [start_time, end_time] = [dialect.readTime(row.oldest) ?? row.oldest, dialect.readTime(row.newest) ?? row.newest];
    const other = counts.get(row.value);
    const isNewer = other === undefined || toMicros(end_time) > toMicros(other.end_time);
    counts.set(row.value, {
      value: row.value,
      label: isNewer ? row.label : other.label,
      count: row.count + (other?.count ?? 0),
      start_time: other !== undefined && toMicros(other.start_time) < toMicros(start_time) ? other.start_time : start_time,
      end_time: isNewer ? end_time : other.end_time,
    });
  }
  return [...counts.values()].sort((one, other) => other.count - one.count || (one.label < other.label ? -1 : 1));
};
