import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { everything } from "../../api/live-socket.ts";
import { useAnswer, useCall } from "../../api/use-call.ts";
import { bucketSeconds } from "../../components/charts/bucket-seconds.ts";
import { momentsOf, readTimeRange } from "../../components/time/time-range.ts";
import { cursorOf, eventFilter } from "./event-filter.ts";

const route = getRouteApi("/events");
const none: readonly string[] = [];

/** What the address asks for. A period that ends now begins when the page was asked for, so that the question stays the same. */
export const useAsked = () => {
  const { q = "", resource = none, event = none, from, to, window, cursor } = route.useSearch();
  return useMemo(() => {
    const range = readTimeRange({ from, to, window }, "24h");
    const { after, before } = momentsOf(range, Date.now());
    const until = range.kind === "between" ? before : undefined;
    return { range, q, resources: resource, events: event, since: after, until, end: before, cursor };
  }, [q, resource, event, from, to, window, cursor]);
};
export type Asking = ReturnType<typeof useAsked>;

/** A page of events, newest first: the first one is live, those after a cursor stay as they are. */
export const useEvents = (asked: Asking) => {
  const { cursor } = asked;
  const filter = eventFilter(asked);
  const query = useAnswer(
    {
      noun: "eventQueries",
      name: cursor === undefined ? "page" : "older",
      input: cursor === undefined ? filter : { cursor },
      ask: (api, signal) =>
        cursor === undefined
          ? api.eventQueries.list({ body: { filter, limit: 50 } }, { signal })
          : api.eventQueries.listNext({ query: { "page-token": cursor } }, { signal }),
    },
    { keepPrevious: true, poll: cursor === undefined ? 20 : 0 },
  );
  const wanted = asked.resources.map((id) => id.replace(/\*+$/, ""));
  useLive(...(wanted.length > 0 ? wanted : [everything]));
  return { ...query, next: cursorOf(query.data?.next_page ?? null) };
};

/** How many events there were over the period. */
export const useEventCounts = (asked: Asking) =>
  useCall(
    "eventQueries",
    "count",
    {
      countable: "time",
      body: { filter: eventFilter(asked), time_unit: "second", time_interval: bucketSeconds(asked.since, asked.end) },
    },
    { keepPrevious: true, poll: 60 },
  );

/** What events of a period have in common. Kept under the noun that no event touches: what is new can be typed. */
const useGroups = (countable: "event" | "resource", { since, until, end }: Asking) => {
  const filter = eventFilter({ q: "", resources: none, events: none, since, until: until ?? end });
  const { data } = useAnswer(
    {
      noun: "events",
      name: "groups",
      input: { countable, filter },
      ask: (api, signal) => api.eventQueries.count({ countable, body: { filter } }, { signal }),
    },
    { poll: 0, keepPrevious: true },
  );
  return data ?? [];
};

/** Names of events and resources of the period, to choose from. */
export const useKnown = (asked: Asking) => ({ names: useGroups("event", asked), resources: useGroups("resource", asked) });
