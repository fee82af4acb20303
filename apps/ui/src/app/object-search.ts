import { useDebouncedValue } from "@mantine/hooks";
import type { SearchHit, StateType } from "@millrace/contract";
import type { Api } from "../api/api.ts";
import { useAnswer } from "../api/use-call.ts";
import { withFallback } from "../api/with-fallback.ts";
import { stateLabel } from "../components/state-looks.ts";

export interface Found {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly href: string;
}

type Hit = Pick<SearchHit, "kind" | "id" | "name" | "detail" | "state_type">;

const most = 5;

const places: Readonly<Record<SearchHit["kind"], (hit: Hit) => string>> = {
  flow: ({ id }) => `/flows/flow/${id}`,
  deployment: ({ id }) => `/deployments/deployment/${id}`,
  "work-pool": ({ name }) => `/work-pools/work-pool/${encodeURIComponent(name ?? "")}`,
  "work-queue": ({ id }) => `/work-queues/work-queue/${id}`,
  automation: ({ id }) => `/automations/automation/${id}`,
  variable: ({ name }) => `/variables?q=${encodeURIComponent(name ?? "")}`,
  "block-document": ({ id }) => `/blocks/block/${id}`,
  "flow-run": ({ id }) => `/runs/flow-run/${id}`,
  "task-run": ({ id }) => `/runs/task-run/${id}`,
  artifact: ({ id }) => `/artifacts/artifact/${id}`,
};

const labelOf = (kind: string): string => kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("-", " ");

const toFound = (hit: Hit): Found => {
  const hint = [labelOf(hit.kind), hit.detail, hit.state_type === null ? null : stateLabel(hit.state_type)].filter((part) => part !== null);
  return { id: hit.id, label: hit.name ?? hit.id, hint: hint.join(", "), href: places[hit.kind](hit) };
};

const hitOf =
  (kind: SearchHit["kind"]) =>
  ({ id, name, state_type }: { readonly id: string; readonly name: string; readonly state_type?: StateType | null }): Hit => ({
    kind,
    id,
    name,
    detail: null,
    state_type: state_type ?? null,
  });

/** A stock server is asked list by list, and knows whole ids only. */
const searchLists = async (api: Api, query: string, signal: AbortSignal): Promise<readonly Hit[]> => {
  const isId = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(query);
  const wanted = isId ? { id: { any_: [query] } } : { name: { like_: query } };
  const [deployments, flows, runs, taskRuns] = await Promise.all([
    api.deployments.list({ body: { limit: most, deployments: wanted } }, { signal }),
    api.flows.list({ body: { limit: most, flows: wanted } }, { signal }),
    api.flowRuns.list({ body: { limit: most, flow_runs: wanted, sort: "START_TIME_DESC" } }, { signal }),
    isId ? api.taskRuns.list({ body: { limit: most, task_runs: wanted } }, { signal }) : [],
  ]);
  return [
    ...deployments.map(hitOf("deployment")),
    ...flows.map(hitOf("flow")),
    ...runs.map(hitOf("flow-run")),
    ...taskRuns.map(hitOf("task-run")),
  ];
};

/** Objects by name or id; nothing until two letters are typed. */
export const useObjectSearch = (query: string): readonly Found[] => {
  const [settled] = useDebouncedValue(query.trim(), 200);
  const isLong = settled.length > 1;
  const { data = [] } = useAnswer<readonly Hit[]>(
    {
      noun: "uiSearch",
      name: "search",
      input: settled,
      ask: (api, signal) =>
        withFallback(
          { api, flag: "ui-search" },
          () => api.uiSearch.search({ body: { query: settled, limit: most } }, { signal }),
          () => searchLists(api, settled, signal),
        ),
    },
    { enabled: isLong, poll: 0, keepPrevious: true },
  );
  return isLong ? data.map(toFound) : [];
};
