import type { ReceivedEvent } from "@millrace/contract";
import type { QueryKey } from "@tanstack/react-query";
import type { Noun } from "./keys.ts";

/** What an event says has changed: queries of these nouns, and of the first one only those about this object, if it is named. */
export interface Touch {
  readonly nouns: readonly Noun[];
  readonly id: string | undefined;
}

/** The beginnings of event names, and the nouns whose queries they touch, the event's own noun first. */
const table: readonly (readonly [prefix: string, nouns: readonly Noun[]])[] = [
  ["prefect.flow-run.", ["flowRuns", "flowRunStates", "ui", "uiOverview", "waiting", "backfills"]],
  ["prefect.task-run.", ["taskRuns", "taskRunStates", "ui", "uiOverview"]],
  ["prefect.deployment.", ["deployments", "uiOverview"]],
  ["prefect.flow.", ["flows"]],
  ["prefect.work-pool.", ["workPools", "workQueues", "workers", "uiOverview"]],
  ["prefect.work-queue.", ["workQueues", "workPools"]],
  ["prefect.worker.", ["workers", "workPools"]],
  ["millrace.worker.", ["workers", "workPools", "uiOverview"]],
  ["prefect.automation.", ["automations"]],
  ["prefect.block", ["blockDocuments"]],
  ["prefect.variable.", ["variables"]],
  ["prefect.artifact", ["artifacts"]],
  ["prefect.concurrency-limit.", ["concurrencyLimits"]],
];

/** What an event touches. Every event touches the lists of events; one that no noun owns touches nothing else. */
export const touchOf = ({ event, resource }: Pick<ReceivedEvent, "event" | "resource">): Touch => {
  const nouns = table.find(([prefix]) => event.startsWith(prefix))?.[1] ?? [];
  const id = /\.([0-9a-f-]{36})$/.exec(resource["prefect.resource.id"] ?? "")?.[1];
  return { nouns: [...nouns, "eventQueries"], id };
};

const idIn = (input: unknown): unknown => (typeof input === "object" && input !== null && "id" in input ? input.id : undefined);

/** Whether a touch reaches a query: not one about another object of the same noun. */
export const reaches = ({ nouns, id }: Touch, [noun, , input]: QueryKey): boolean => {
  if (!nouns.some((touched) => touched === noun)) return false;
  const about = idIn(input);
  return noun !== nouns[0] || about === undefined || id === undefined || about === id;
};
