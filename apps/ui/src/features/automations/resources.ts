import type { Api } from "../../api/api.ts";
import type { Noun } from "../../api/keys.ts";
import { useAnswer } from "../../api/use-call.ts";

/** What triggers watch and actions act on. */
export type ResourceKind = "flow" | "deployment" | "work-pool" | "work-queue" | "automation" | "notifier" | "webhook";

export interface Resource {
  readonly id: string;
  readonly name: string;
}

export const nounOf: Readonly<Record<ResourceKind, Noun>> = {
  flow: "flows",
  deployment: "deployments",
  "work-pool": "workPools",
  "work-queue": "workQueues",
  automation: "automations",
  notifier: "blockDocuments",
  webhook: "blockDocuments",
};

interface Wanted {
  readonly kind: ResourceKind;
  /** Those with the text in their names. */
  readonly text?: string;
  readonly ids?: readonly string[];
}

/** The most that one answer holds. */
export const limit = 200;

/** Deployments are told apart by their flows. */
const listDeployments = async (api: Api, { text, ids }: Wanted, signal: AbortSignal): Promise<readonly Resource[]> => {
  const deployments = {
    ...(ids === undefined ? {} : { id: { any_: [...ids] } }),
    ...(text === undefined || text === "" ? {} : { flow_or_deployment_name: { like_: text } }),
  };
  const found = await api.deployments.list({ body: { deployments, limit, sort: "NAME_ASC" } }, { signal });
  const flowIds = [...new Set(found.map(({ flow_id }) => flow_id))];
  const flows = flowIds.length === 0 ? [] : await api.flows.list({ body: { flows: { id: { any_: flowIds } }, limit } }, { signal });
  const names = new Map(flows.map(({ id, name }) => [id, name]));
  return found.map(({ id, name, flow_id }) => ({ id, name: `${names.get(flow_id) ?? "?"}/${name}` }));
};

const listBlocks = async (api: Api, { kind, ids }: Wanted, signal: AbortSignal): Promise<readonly Resource[]> => {
  const which =
    ids !== undefined
      ? { block_documents: { id: { any_: [...ids] } } }
      : kind === "webhook"
        ? { block_types: { slug: { any_: ["webhook"] } } }
        : { block_schemas: { block_capabilities: { all_: ["notify"] } } };
  const found = await api.blockDocuments.list({ body: { ...which, limit, sort: "BLOCK_TYPE_AND_NAME_ASC" } }, { signal });
  return found.map(({ id, name, block_type_name }) => ({ id, name: `${block_type_name ?? "block"}/${name ?? id}` }));
};

/** Every pool has a queue of the same name. */
const listQueues = async (api: Api, { ids }: Wanted, signal: AbortSignal): Promise<readonly Resource[]> => {
  const work_queues = ids === undefined ? {} : { id: { any_: [...ids] } };
  const found = await api.workQueues.list({ body: { work_queues, limit } }, { signal });
  return found.map(({ id, name, work_pool_name }) => ({ id, name: `${work_pool_name ?? "?"}/${name}` }));
};

/** The resources of a kind, the first 200 by name. */
const listResources = async (api: Api, wanted: Wanted, signal: AbortSignal): Promise<readonly Resource[]> => {
  const { kind, text = "", ids } = wanted;
  const id = ids === undefined ? {} : { id: { any_: [...ids] } };
  const like = text === "" ? {} : { name: { like_: text } };
  if (kind === "flow") return api.flows.list({ body: { flows: { ...id, ...like }, limit, sort: "NAME_ASC" } }, { signal });
  if (kind === "deployment") return listDeployments(api, wanted, signal);
  if (kind === "work-pool") return api.workPools.list({ body: { work_pools: id, limit } }, { signal });
  if (kind === "work-queue") return listQueues(api, wanted, signal);
  if (kind === "automation") {
    // A stock server does not find automations by id.
    const all = await api.automations.list({ body: { limit } }, { signal });
    return all.filter((each) => ids === undefined || ids.includes(each.id));
  }
  return listBlocks(api, wanted, signal);
};

/** What can be chosen. */
export const useResources = (kind: ResourceKind, text: string) =>
  useAnswer(
    { noun: nounOf[kind], name: "choices", input: { kind, text }, ask: (api, signal) => listResources(api, { kind, text }, signal) },
    { keepPrevious: true, poll: 0 },
  );

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const places: readonly (readonly [kind: ResourceKind, pattern: RegExp])[] = [
  ["flow", new RegExp(`prefect\\.flow\\.(${uuid})`, "g")],
  ["deployment", new RegExp(`(?:prefect\\.deployment\\.|"deployment_id":")(${uuid})`, "g")],
  ["work-pool", new RegExp(`(?:prefect\\.work-pool\\.|"work_pool_id":")(${uuid})`, "g")],
  ["work-queue", new RegExp(`(?:prefect\\.work-queue\\.|"work_queue_id":")(${uuid})`, "g")],
  ["automation", new RegExp(`(?:prefect\\.automation\\.|"automation_id":")(${uuid})`, "g")],
  ["notifier", new RegExp(`"block_document_id":"(${uuid})`, "g")],
];

/** An automation, finished or not. */
interface Mentioning {
  readonly trigger: object;
  readonly actions: readonly object[];
}

/** The ids that automations name, by kind. */
const listMentions = (automations: readonly Mentioning[]): readonly Wanted[] => {
  const text = JSON.stringify(automations.map(({ trigger, actions }) => [trigger, actions]));
  return places.flatMap(([kind, pattern]) => {
    const ids = [...new Set([...text.matchAll(pattern)].flatMap(([, id]) => (id === undefined ? [] : [id])))];
    return ids.length === 0 ? [] : [{ kind, ids: ids.toSorted().slice(0, limit) }];
  });
};

/** Names by id. */
export type Names = ReadonlyMap<string, string>;

/** The names of all that these automations mention: one request for each kind of thing. */
export const useMentionedNames = (automations: readonly Mentioning[] | undefined): Names => {
  const mentions = listMentions(automations ?? []);
  const { data } = useAnswer(
    {
      noun: "automations",
      name: "mentions",
      input: mentions,
      ask: async (api, signal) => (await Promise.all(mentions.map((wanted) => listResources(api, wanted, signal)))).flat(),
    },
    { enabled: mentions.length > 0, keepPrevious: true, poll: 0 },
  );
  return new Map((data ?? []).map(({ id, name }) => [id, name]));
};

/** Those that were chosen, wherever they are in the list. */
export const useResourcesById = (kind: ResourceKind, ids: readonly string[]) =>
  useAnswer(
    { noun: nounOf[kind], name: "chosen", input: { kind, ids }, ask: (api, signal) => listResources(api, { kind, ids }, signal) },
    { enabled: ids.length > 0, keepPrevious: true, poll: 0 },
  );
