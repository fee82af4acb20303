import type { ClientError } from "@millrace/client/browser";
import type { BulkJob, BulkOutcome, BulkPreview, BulkSubject } from "@millrace/contract";
import {
  type QueryClient,
  QueryObserver,
  type QueryObserverOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import type { Api } from "../api/api.ts";
import { useApi } from "../api/api-context.tsx";
import { keyOf } from "../api/keys.ts";
import { refused } from "../api/refused.ts";
import { useSay } from "../api/say-context.tsx";
import { useAnswer } from "../api/use-call.ts";
import { withFallback } from "../api/with-fallback.ts";
import { bulkSubjects, countOf, getDeed } from "./bulk-deeds.ts";
import type { BulkFilters, BulkOrder } from "./bulk-order.ts";
import { isLocalJob, isOpen, type Job, jobKey, mostItems, startLocalJob, stopLocalJob } from "./local-jobs.ts";
import { localWork } from "./local-work.ts";
import { previewServerJob, startServerJob } from "./server-jobs.ts";

const flag = "ui-bulk";

/** What a job would take. */
export const useBulkPreview = (subject: BulkSubject, filters: BulkFilters): UseQueryResult<BulkPreview, ClientError> =>
  useAnswer<BulkPreview>(
    {
      noun: "uiBulk",
      name: "preview",
      input: { subject, filters },
      ask: (api, signal) =>
        withFallback<BulkPreview>(
          { api, flag },
          () => previewServerJob(api, { subject, filters }, signal),
          async () => {
            const { count: countAll, list } = localWork[subject];
            const [count, sample] = await Promise.all([
              countAll(api, filters, { signal }),
              list(api, { filters, limit: 10, offset: 0 }, { signal }),
            ]);
            return { count, states: [], sample: [...sample], most: mostItems };
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
        { api, flag },
        () => startServerJob(api, order),
        () => startLocalJob(api, queries, order),
      ),
    onSuccess: (job) => void queries.setQueryData(jobKey(job.id), (kept: Job | undefined) => kept ?? job),
  });
};

/** A job and how far it has come, asked once a second while it runs. */
const jobQuery = (api: Api, id: string): QueryObserverOptions<Job, ClientError> => ({
  queryKey: jobKey(id),
  queryFn: ({ signal }) => api.uiBulk.get({ id }, { signal }),
  enabled: id !== "" && !isLocalJob(id),
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data) ? 1000 : false),
});

const askAgain = (queries: QueryClient, subject: BulkSubject): void => {
  const { touches } = bulkSubjects[subject];
  void queries.invalidateQueries({ predicate: ({ queryKey: [noun] }) => touches.some((each) => each === noun) });
};

/** A job and how far it has come. What it changed is asked for again when it ends. */
export const useBulkJob = (id: string | undefined): UseQueryResult<Job, ClientError> => {
  const api = useApi();
  const queries = useQueryClient();
  const job = useQuery(jobQuery(api, id ?? ""));
  const ended = job.data === undefined || isOpen(job.data) ? undefined : job.data.subject;
  useEffect(() => {
    if (ended !== undefined) askAgain(queries, ended);
  }, [ended, queries]);
  return job;
};

/** The last jobs of the server, asked for again while one of them goes on. One that does none has none. */
export const useBulkJobs = (): UseQueryResult<readonly BulkJob[], ClientError> => {
  const api = useApi();
  return useQuery<readonly BulkJob[], ClientError>({
    queryKey: keyOf("uiBulk", "list", {}),
    queryFn: ({ signal }) =>
      withFallback<readonly BulkJob[]>(
        { api, flag },
        () => api.uiBulk.list({ signal }),
        async () => [],
      ),
    refetchInterval: ({ state }) => (state.data?.some(isOpen) ? 1000 : false),
  });
};

/** Has a notice tell how a job ends that nobody looks at any more, wherever one is by then. */
export const useLeaveJob = (): ((id: string) => void) => {
  const api = useApi();
  const queries = useQueryClient();
  const say = useSay();
  return (id) => {
    const leave = new QueryObserver(queries, jobQuery(api, id)).subscribe(({ data: job }) => {
      if (job === undefined || isOpen(job)) return;
      leave();
      askAgain(queries, job.subject);
      const deed = getDeed(job);
      const text = `${job.done.toLocaleString("en")} of ${countOf(job.subject, job.total)} ${deed.done}.`;
      if (job.done === job.total) say.done(text);
      else say.failed(`${deed.label}: ${countOf(job.subject, job.total)}`, refused(job.error === null ? text : `${text} ${job.error}`));
    });
  };
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

/** What became of each, a page at a time. */
export const useBulkOutcomes = (job: Job | undefined, { onlyProblems, page, limit }: OutcomePage) =>
  useAnswer<readonly BulkOutcome[]>(
    {
      noun: "uiBulk",
      name: "outcomes",
      input: { job: job?.id, processed: job?.processed, onlyProblems, page, limit },
      async ask(api, signal) {
        const offset = (page - 1) * limit;
        const own = job?.outcomes?.filter(({ outcome }) => !onlyProblems || outcome !== "done").slice(offset, offset + limit);
        return own ?? api.uiBulk.listOutcomes({ id: job?.id ?? "", body: { limit, offset, only_problems: onlyProblems } }, { signal });
      },
    },
    { enabled: job !== undefined, poll: 0, keepPrevious: true },
  );
