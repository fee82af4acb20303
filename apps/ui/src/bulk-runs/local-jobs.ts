import type { BulkJob, BulkOutcome } from "@millrace/contract";
import type { QueryClient } from "@tanstack/react-query";
import type { Api } from "../api/api.ts";
import { keyOf } from "../api/keys.ts";
import { problemOf } from "../api/problem.ts";
import { refused } from "../api/refused.ts";
import { holdTab } from "../components/many/hold-tab.ts";
import { type BulkOrder, stateOf } from "./bulk-actions.ts";

/** A job, and what became of each run where this browser does it itself. */
export interface Job extends BulkJob {
  readonly outcomes?: readonly BulkOutcome[];
}

/** Runs that one call of the protocol changes at most (server.md §5.4). */
const chunk = 50;
const pageSize = 200;
/** Runs one job takes at most. */
export const mostRuns = 10_000;

export const isLocalJob = (id: string): boolean => id.startsWith("local-");
/** Whether more is to be done, be it by a server that is yet to come. */
export const isOpen = ({ state }: Pick<Job, "state">): boolean => state === "running" || state === "waiting";
export const jobKey = (id: string) => keyOf("uiBulk", "get", { id });

const listIds = async (api: Api, { filters, at_most }: BulkOrder): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (;;) {
    const found = await api.flowRuns.list({ body: { ...filters, sort: "ID_DESC", limit: pageSize, offset: ids.length } });
    ids.push(...found.map(({ id }) => id));
    if (ids.length > at_most) throw refused(`More than ${at_most} runs match now. Nothing was done: look at them again.`);
    if (found.length < pageSize) return ids;
  }
};

const outcomeOf = (flow_run_id: string, outcome: BulkOutcome["outcome"], reason: string | null): BulkOutcome => ({
  flow_run_id,
  outcome,
  state_type: null,
  state_name: null,
  reason,
});

const deleteSome = async (api: Api, ids: readonly string[]): Promise<readonly BulkOutcome[]> => {
  const { deleted } = await api.flowRuns.bulkDelete({ body: { flow_runs: { id: { any_: ids } }, limit: chunk } });
  return ids.map((id) => (deleted.includes(id) ? outcomeOf(id, "done", null) : outcomeOf(id, "refused", "It was not there any more.")));
};

const moveSome = async (api: Api, ids: readonly string[], order: BulkOrder): Promise<readonly BulkOutcome[]> => {
  const state = stateOf(order);
  if (state === undefined) return deleteSome(api, ids);
  const body = { flow_runs: { id: { any_: ids } }, state, force: order.force, limit: chunk };
  const { results } = await api.flowRuns.bulkSetState({ body });
  return ids.map((id): BulkOutcome => {
    const result = results.find(({ flow_run_id }) => flow_run_id === id);
    if (result === undefined) return outcomeOf(id, "refused", "It was not there any more.");
    // A run without a process is cancelled rather than being cancelled: that is what was asked for too.
    const isDone = result.status === "ACCEPT" || (order.action === "cancel" && result.state?.type === "CANCELLED");
    return {
      flow_run_id: id,
      outcome: isDone ? "done" : "refused",
      state_type: result.state?.type ?? null,
      state_name: result.state?.name ?? null,
      reason: isDone ? null : (result.details.reason ?? "The rules of runs refused it."),
    };
  });
};

const workOn = async (api: Api, ids: readonly string[], order: BulkOrder): Promise<readonly BulkOutcome[]> => {
  try {
    return await moveSome(api, ids, order);
  } catch (error) {
    return ids.map((id) => outcomeOf(id, "failed", problemOf(error).detail));
  }
};

const tally = (job: Job, outcomes: readonly BulkOutcome[]): Job => {
  const count = (outcome: BulkOutcome["outcome"]): number => outcomes.filter((each) => each.outcome === outcome).length;
  return { ...job, outcomes, processed: outcomes.length, done: count("done"), refused: count("refused"), failed: count("failed") };
};

/**
 * Does in chunks what a server without jobs cannot do by itself, for as long as this browser's tab lives. Progress is kept among
 * the queries, where a job of a server is; a job that is marked `stopped` there ends before its next chunk.
 */
export const startLocalJob = async (api: Api, queries: QueryClient, order: BulkOrder): Promise<Job> => {
  const ids = await listIds(api, order);
  const id = `local-${Date.now().toString(36)}`;
  const counts = { total: ids.length, processed: 0, done: 0, refused: 0, failed: 0 };
  const job: Job = {
    id,
    action: order.action,
    state: "running",
    created: new Date().toISOString(),
    ended: null,
    error: null,
    ...counts,
    outcomes: [],
  };
  const current = (): Job => queries.getQueryData<Job>(jobKey(id)) ?? job;
  const put = (next: Job): void => void queries.setQueryData(jobKey(id), next);
  // Nobody may look at it for longer than answers of servers are kept.
  queries.setQueryDefaults(jobKey(id), { gcTime: Number.POSITIVE_INFINITY });
  put(job);
  const run = async (): Promise<void> => {
    for (let start = 0; start < ids.length && current().state === "running"; start += chunk) {
      const outcomes = await workOn(api, ids.slice(start, start + chunk), order);
      put(tally(current(), [...(current().outcomes ?? []), ...outcomes]));
    }
    const { state } = current();
    put({ ...current(), state: state === "running" ? "finished" : state, ended: new Date().toISOString() });
  };
  void holdTab(run());
  return job;
};

export const stopLocalJob = (queries: QueryClient, id: string): void => {
  queries.setQueryData<Job>(jobKey(id), (job) => (job?.state === "running" ? { ...job, state: "stopped" } : job));
};
