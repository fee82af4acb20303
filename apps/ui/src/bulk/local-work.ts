import { isClientError } from "@millrace/client/browser";
import type { BulkItem, BulkOutcome, BulkSubject, Deployment } from "@millrace/contract";
import type { Api } from "../api/api.ts";
import { problemOf } from "../api/problem.ts";
import { setPaused, setSchedules } from "../components/deployment-list/deployment-deeds.ts";
import { mustBeAccepted } from "../run-details/run-state.ts";
import { type BulkFilters, type BulkOrder, stateOf } from "./bulk-order.ts";

/** One of those that a browser's job is about. */
export interface LocalItem extends BulkItem {
  readonly schedules?: Deployment["schedules"];
}

interface Page {
  readonly filters: BulkFilters;
  readonly limit: number;
  readonly offset: number;
}

interface Options {
  readonly signal?: AbortSignal;
}

/** How a browser does with a protocol's own calls what the server has no job for. */
interface LocalWork {
  /** How many are worked on at once. */
  readonly chunk: number;
  readonly count: (api: Api, filters: BulkFilters, options: Options) => Promise<number>;
  readonly list: (api: Api, page: Page, options: Options) => Promise<readonly LocalItem[]>;
  readonly run: (api: Api, items: readonly LocalItem[], order: BulkOrder) => Promise<readonly BulkOutcome[]>;
}

/** Runs that one call of the protocol changes at most (server.md §5.4). */
const most = 50;
/** Calls that are under way at once where each changes one thing. */
const lanes = 4;
const gone = "It was not there any more.";

const outcomeOf = ({ id, name }: LocalItem, outcome: BulkOutcome["outcome"], reason: string | null): BulkOutcome => ({
  id,
  name,
  outcome,
  state_type: null,
  state_name: null,
  reason,
});

const afterError = (item: LocalItem, error: unknown): BulkOutcome =>
  isClientError(error, "not-found") ? outcomeOf(item, "refused", gone) : outcomeOf(item, "failed", problemOf(error).detail);

/** What one call does to several; where it fails, with all of them. */
const atOnce =
  (run: LocalWork["run"]): LocalWork["run"] =>
  async (api, items, order) => {
    try {
      return await run(api, items, order);
    } catch (error) {
      return items.map((item) => outcomeOf(item, "failed", problemOf(error).detail));
    }
  };

const oneByOne =
  (run: (api: Api, item: LocalItem, order: BulkOrder) => Promise<unknown>): LocalWork["run"] =>
  (api, items, order) =>
    Promise.all(
      items.map(async (item) => {
        try {
          await run(api, item, order);
          return outcomeOf(item, "done", null);
        } catch (error) {
          return afterError(item, error);
        }
      }),
    );

const afterDeletion = (items: readonly LocalItem[], deleted: readonly string[]): readonly BulkOutcome[] =>
  items.map((item) => (deleted.includes(item.id) ? outcomeOf(item, "done", null) : outcomeOf(item, "refused", gone)));

const idsOf = (items: readonly LocalItem[]) => ({ id: { any_: items.map(({ id }) => id) } });

const workOnFlowRuns: LocalWork["run"] = async (api, items, order) => {
  const state = stateOf(order);
  if (state === undefined) {
    const { deleted } = await api.flowRuns.bulkDelete({ body: { flow_runs: idsOf(items), limit: most } });
    return afterDeletion(items, deleted);
  }
  const { results } = await api.flowRuns.bulkSetState({ body: { flow_runs: idsOf(items), state, force: order.force, limit: most } });
  return items.map((item): BulkOutcome => {
    const result = results.find(({ flow_run_id }) => flow_run_id === item.id);
    if (result === undefined) return outcomeOf(item, "refused", gone);
    // A run without a process is cancelled rather than being cancelled: that is what was asked for too.
    const isDone = result.status === "ACCEPT" || (order.action === "cancel" && result.state?.type === "CANCELLED");
    return {
      ...outcomeOf(item, isDone ? "done" : "refused", isDone ? null : (result.details.reason ?? "The rules of runs refused it.")),
      state_type: result.state?.type ?? null,
      state_name: result.state?.name ?? null,
    };
  });
};

const workOnTaskRun = async (api: Api, { id }: LocalItem, order: BulkOrder): Promise<unknown> => {
  const state = stateOf(order);
  if (state === undefined) return api.taskRuns.delete({ id });
  return mustBeAccepted(await api.taskRuns.setState({ id, body: { state, force: order.force } }), [state.type]);
};

const workOnDeployment = async (api: Api, { id, schedules = [] }: LocalItem, { action }: BulkOrder): Promise<unknown> => {
  if (action === "delete") return api.deployments.delete({ id });
  if (action === "pause" || action === "resume") return setPaused(api, id, action === "pause");
  return setSchedules(api, { id, schedules }, action === "schedules_on");
};

const withoutState = { state_type: null, state_name: null };

export const localWork: Readonly<Record<BulkSubject, LocalWork>> = {
  flow_runs: {
    chunk: most,
    count: (api, body, options) => api.flowRuns.count({ body }, options),
    list: (api, { filters, ...page }, options) => api.flowRuns.list({ body: { ...filters, sort: "ID_DESC", ...page } }, options),
    run: atOnce(workOnFlowRuns),
  },
  task_runs: {
    chunk: lanes,
    count: (api, body, options) => api.taskRuns.count({ body }, options),
    list: (api, { filters, ...page }, options) => api.taskRuns.list({ body: { ...filters, sort: "ID_DESC", ...page } }, options),
    run: oneByOne(workOnTaskRun),
  },
  deployments: {
    chunk: lanes,
    count: (api, body, options) => api.deployments.count({ body }, options),
    async list(api, { filters, ...page }, options) {
      const found = await api.deployments.list({ body: { ...filters, sort: "CREATED_DESC", ...page } }, options);
      return found.map(({ id, name, schedules }) => ({ id, name, schedules, ...withoutState }));
    },
    run: oneByOne(workOnDeployment),
  },
  flows: {
    chunk: most,
    count: (api, body, options) => api.flows.count({ body }, options),
    async list(api, { filters, ...page }, options) {
      const found = await api.flows.list({ body: { ...filters, sort: "CREATED_DESC", ...page } }, options);
      return found.map(({ id, name }) => ({ id, name, ...withoutState }));
    },
    run: atOnce(async (api, items) => {
      const { deleted } = await api.flows.bulkDelete({ body: { flows: idsOf(items), limit: most } });
      return afterDeletion(items, deleted);
    }),
  },
};
