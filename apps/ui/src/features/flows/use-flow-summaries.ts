import type { Flow } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import { listRecentRuns, type Recent } from "../../components/recent-runs/recent-runs.ts";

export interface FlowSummaryData extends Recent {
  readonly deployments: number;
}

/** In the protocol's own words: three requests, however many flows. */
const listStandardSummaries = async (
  api: Api,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FlowSummaryData>> => {
  const [deployments, recent] = await Promise.all([
    api.ui.countDeployments({ body: { flow_ids: [...ids] } }, { signal }),
    listRecentRuns(api, { by: "flow_id", ids }, signal),
  ]);
  const nothing: Recent = { activity: [], next_run: null };
  return new Map(ids.map((id) => [id, { ...(recent.get(id) ?? nothing), deployments: deployments[id] ?? 0 }]));
};

/** Last and next runs of flows, and how many deployments they have, by id. */
export const useFlowSummaries = (flows: readonly Pick<Flow, "id">[] | undefined): ReadonlyMap<string, FlowSummaryData> | undefined => {
  const ids = (flows ?? []).map(({ id }) => id).toSorted();
  return useAnswer<ReadonlyMap<string, FlowSummaryData>>(
    {
      noun: "ui",
      name: "flow-summaries",
      input: ids,
      ask: (api, signal) =>
        withFallback(
          { api, flag: "ui-summaries" },
          async () => new Map(Object.entries(await api.uiLists.summarizeFlows({ body: { flow_ids: ids } }, { signal }))),
          () => listStandardSummaries(api, ids, signal),
        ),
    },
    { enabled: ids.length > 0, keepPrevious: true },
  ).data;
};
