import type { ClientError } from "@millrace/client/browser";
import type { BulkOutcome, BulkPreview, FlowRun } from "@millrace/contract";
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "../api/api-context.tsx";
import type { Noun } from "../api/keys.ts";
import { useAnswer } from "../api/use-call.ts";
import { withFallback } from "../api/with-fallback.ts";
import type { FlowRunFilters } from "../query/flow-run-query.ts";
import type { BulkOrder } from "./bulk-actions.ts";
import { isLocalJob, isOpen, type Job, jobKey, mostRuns, startLocalJob, stopLocalJob } from "./local-jobs.ts";

/** What a job would take. */
export interface Preview extends Pick<BulkPreview, "count" | "states" | "most"> {
  readonly sample: readonly Pick<FlowRun, "id" | "name" | "state_type" | "state_name">[];
}

export const useBulkPreview = (filters: FlowRunFilters): UseQueryResult<Preview, ClientError> =>
  useAnswer<Preview>(
    {
      noun: "uiBulk",
      name: "preview",
      input: filters,
      ask: (api, signal) =>
        withFallback<Preview>(
          { api, flag: "ui-bulk" },
          () => api.uiBulk.preview({ body: filters }, { signal }),
          async () => {
            const [count, sample] = await Promise.all([
              api.flowRuns.count({ body: filters }, { signal }),
              api.flowRuns.list({ body: { ...filters, sort: "ID_DESC", limit: 10 } }, { signal }),
            ]);
            return { count, states: [], sample, most: mostRuns };
          },
        ),
    },
    { poll: 0 },
  );

/** Starts a job: at the server where it does such jobs, or else in this browser. */
export const useStartBulk = () => {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation<Job, ClientError, BulkOrder>({
    mutationFn: (order) =>
      withFallback<Job>(
        { api, flag: "ui-bulk" },
        () =>
          api.uiBulk.start({
            body: { ...order.filters, action: order.action, state: order.state, force: order.force, at_most: order.at_most },
          }),
        () => startLocalJob(api, queries, order),
      ),
    onSuccess: (job) => void queries.setQueryData(jobKey(job.id), (kept: Job | undefined) => kept ?? job),
  });
};

const touched: readonly Noun[] = ["flowRuns", "flowRunStates", "taskRuns", "ui", "uiOverview", "waiting"];

/** A job and how far it has come: asked once a second while it runs. What it changed is asked for again when it ends. */
export const useBulkJob = (id: string | undefined): UseQueryResult<Job, ClientError> => {
  const api = useApi();
  const queries = useQueryClient();
  const job = useQuery<Job, ClientError>({
    queryKey: jobKey(id ?? ""),
    queryFn: ({ signal }) => api.uiBulk.get({ id: id ?? "" }, { signal }),
    enabled: id !== undefined && !isLocalJob(id),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data) ? 1000 : false),
  });
  const hasEnded = job.data !== undefined && !isOpen(job.data);
  useEffect(() => {
    if (hasEnded) void queries.invalidateQueries({ predicate: ({ queryKey: [noun] }) => touched.some((each) => each === noun) });
  }, [hasEnded, queries]);
  return job;
};

/** Stops a job. What is done stays done. */
export const useStopBulk = (id: string) => {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation<void, ClientError>({
    mutationFn: async () => {
      if (isLocalJob(id)) stopLocalJob(queries, id);
      else queries.setQueryData(jobKey(id), await api.uiBulk.stop({ id }));
    },
  });
};

interface OutcomePage {
  readonly onlyProblems: boolean;
  readonly page: number;
  readonly limit: number;
}

/** What became of runs, with their names as far as they still exist. */
export const useBulkOutcomes = (job: Job | undefined, { onlyProblems, page, limit }: OutcomePage) =>
  useAnswer<readonly (BulkOutcome & { readonly name: string | undefined })[]>(
    {
      noun: "uiBulk",
      name: "outcomes",
      input: { job: job?.id, processed: job?.processed, onlyProblems, page, limit },
      ask: async (api, signal) => {
        const offset = (page - 1) * limit;
        const own = job?.outcomes?.filter(({ outcome }) => !onlyProblems || outcome !== "done").slice(offset, offset + limit);
        const outcomes =
          own ?? (await api.uiBulk.listOutcomes({ id: job?.id ?? "", body: { limit, offset, only_problems: onlyProblems } }, { signal }));
        const ids = outcomes.map(({ flow_run_id }) => flow_run_id);
        const runs = ids.length === 0 ? [] : await api.flowRuns.list({ body: { flow_runs: { id: { any_: ids } } } }, { signal });
        const names = new Map(runs.map((run) => [run.id, run.name]));
        return outcomes.map((outcome) => ({ ...outcome, name: names.get(outcome.flow_run_id) }));
      },
    },
    { enabled: job !== undefined, poll: 0, keepPrevious: true },
  );
