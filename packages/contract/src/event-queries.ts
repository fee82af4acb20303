/** Asking for past events (server.md Appendix A.2). */
import { ReceivedEvent } from "./events.ts";
import { EventFilter } from "./filters/event.ts";
import { member } from "./filters/members.ts";
import { route } from "./route.ts";
import { Decimal, Default, Instant, Integer, List, Nullable, OneOf, Open, Parameters, type Parsed, Text, With } from "./schema.ts";

/** `total` counts what the filter finds; `next_page` is the whole URL of the next page, or null on the last one. */
export const EventPage = Open({ events: List(ReceivedEvent), total: Integer, next_page: Nullable(Text) });
export type EventPage = Parsed<typeof EventPage>;

/** What events are counted by; `day` is the old name of `time` in steps of a day. */
export const Countable = OneOf("day", "time", "event", "resource");
export type Countable = Parsed<typeof Countable>;

export const TimeUnit = OneOf("week", "day", "hour", "minute", "second");
export type TimeUnit = Parsed<typeof TimeUnit>;

/** Events that have something in common, from the first to the last of them; for steps of time, the whole step. */
export const EventCount = Open({ value: Text, label: Text, count: Integer, start_time: Instant, end_time: Instant });
export type EventCount = Parsed<typeof EventCount>;

export const eventQueryRoutes = {
  list: route.post("/events/filter", {
    access: "read",
    body: Parameters({ filter: member(EventFilter), limit: Default(With(Integer, { minimum: 0, maximum: 50 }), 50) }),
    replies: { 200: EventPage },
  }),
  listNext: route.get("/events/filter/next", { query: Open({ "page-token": Text }), replies: { 200: EventPage } }),
  count: route.post("/events/count-by/:countable", {
    summary: "Count events by name, by resource or by steps of time, of which a period has at most 1000.",
    access: "read",
    params: Open({ countable: Countable }),
    body: Parameters({
      filter: EventFilter,
      time_unit: Default(TimeUnit, "day"),
      time_interval: Default(With(Decimal, { minimum: 0.01 }), 1),
    }),
    replies: { 200: List(EventCount) },
  }),
} as const;
