import type { BulkJob, BulkOutcome } from "@millrace/contract";
import type { QueryClient } from "@tanstack/react-query";
import type { Api } from "../api/api.ts";
import { keyOf } from "../api/keys.ts";
import { refused } from "../api/refused.ts";
import { countOf } from "./bulk-deeds.ts";
import type { BulkOrder } from "./bulk-order.ts";
import { holdTab } from "./hold-tab.ts";
import { type LocalItem, localWork } from "./local-work.ts";

/** A job, and what became of each where this browser does it itself. */
export interface Job extends BulkJob {
  readonly outcomes?: readonly BulkOutcome[];
}

const pageSize = 200;
/** How many one job takes at most. */
export const mostItems = 10_000;

export const isLocalJob = (id: string): boolean => id.startsWith("local-");
/** Whether more is to be done, be it by a server that is yet to come. */
export const isOpen = ({ state }: Pick<Job, "state">): boolean => state === "running" || state === "waiting";
export const jobKey = (id: string) => keyOf("uiBulk", "get", { id });

const listItems = async (api: Api, { subject, filters, at_most }: BulkOrder): Promise<readonly LocalItem[]> => {
  const items: LocalItem[] = [];
  for (;;) {
    const found = await localWork[subject].list(api, { filters, limit: pageSize, offset: items.length }, {});
    items.push(...found);
    if (items.length > at_most) throw refused(`More than ${countOf(subject, at_most)} match now. Nothing was done: look at them again.`);
    if (found.length < pageSize) return items;
  }
};

const tally = (job: Job, outcomes: readonly BulkOutcome[]): Job => {
  const count = (outcome: BulkOutcome["outcome"]): number => outcomes.filter((each) => each.outcome === outcome).length;
  return { ...job, outcomes, processed: outcomes.length, done: count("done"), refused: count("refused"), failed: count("failed") };
};

const newJob = ({ subject, action }: BulkOrder, total: number): Job => ({
  id: `local-${Date.now().toString(36)}`,
  subject,
  action,
  state: "running",
  created: new Date().toISOString(),
  ended: null,
  error: null,
  total,
  processed: 0,
  done: 0,
  refused: 0,
  failed: 0,
  outcomes: [],
});

/**
 * Does in chunks what a server without jobs cannot do by itself, for as long as this browser's tab lives. Progress is kept among
 * the queries, where a job of a server is; a job that is marked `stopped` there ends before its next chunk.
 */
export const startLocalJob = async (api: Api, queries: QueryClient, order: BulkOrder): Promise<Job> => {
  const items = await listItems(api, order);
  const { chunk, run } = localWork[order.subject];
  const job = newJob(order, items.length);
  const key = jobKey(job.id);
  const current = (): Job => queries.getQueryData<Job>(key) ?? job;
  const put = (next: Job): void => void queries.setQueryData(key, next);
  // Nobody may look at it for longer than answers of servers are kept.
  queries.setQueryDefaults(key, { gcTime: Number.POSITIVE_INFINITY });
  put(job);
  const work = async (): Promise<void> => {
    for (let start = 0; start < items.length && current().state === "running"; start += chunk) {
      const outcomes = await run(api, items.slice(start, start + chunk), order);
      put(tally(current(), [...(current().outcomes ?? []), ...outcomes]));
    }
    const { state } = current();
    put({ ...current(), state: state === "running" ? "finished" : state, ended: new Date().toISOString() });
  };
  void holdTab(work());
  return job;
};

export const stopLocalJob = (queries: QueryClient, id: string): void => {
  queries.setQueryData<Job>(jobKey(id), (job) => (job?.state === "running" ? { ...job, state: "stopped" } : job));
};
