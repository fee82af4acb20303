import type { EventFilterInput } from "@millrace/contract";

export interface Asked {
  /** Words to find anywhere in an event. */
  readonly q: string;
  /** Ids of resources; with `*` at the end, the beginnings of ids. */
  readonly resources: readonly string[];
  /** Names of events; with `*` at the end, the beginnings of names. */
  readonly events: readonly string[];
  readonly since: string;
  /** Undefined for a period that has no end yet. */
  readonly until: string | undefined;
}

const beginningOf = (text: string): string => text.replace(/\*+$/, "");
const isBeginning = (text: string): boolean => text.endsWith("*");

/** Every line of a log is an event too; they are left out unless somebody asks for them. */
const usuallyLeftOut = ["prefect.log.write"];

const nameFilter = (events: readonly string[]): EventFilterInput["event"] => {
  if (events.length === 0) return { exclude_name: usuallyLeftOut };
  // Names and beginnings are alternatives only among themselves: a name is a beginning too.
  return events.some(isBeginning) ? { prefix: events.map(beginningOf) } : { name: [...events] };
};

/** The server's filter for what was asked (events.md §6.2). */
export const eventFilter = ({ q, resources, events, since, until }: Asked): EventFilterInput => ({
  occurred: { since, ...(until === undefined ? {} : { until }) },
  event: nameFilter(events),
  ...(resources.length === 0
    ? {}
    : { any_resource: resources.some(isBeginning) ? { id_prefix: resources.map(beginningOf) } : { id: [...resources] } }),
  ...(q.trim() === "" ? {} : { text: { query: q.trim().slice(0, 200) } }),
  order: "DESC",
});

/** The cursor in the address of a next page. */
export const cursorOf = (next: string | null): string | undefined =>
  next === null ? undefined : (new URL(next, "http://server").searchParams.get("page-token") ?? undefined);

/** Names as people say them: `prefect.flow-run.Completed` is "Flow run completed". */
export const labelOfEvent = (event: string): string => {
  const parts = event.replace(/^prefect\./, "").split(".");
  const words = parts.join(" ").replaceAll(/[-_]/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
