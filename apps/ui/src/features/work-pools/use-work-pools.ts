import type { WorkPool } from "@millrace/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { useAnswer, useCall } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import { listPoolFigures, type PoolFigures } from "../../components/work-pool/pool-figures.ts";

/** As many as the server lists at once. */
export const mostPools = 200;

/** Every work pool. */
export const useWorkPools = () => useCall("workPools", "list", { body: { limit: mostPools } });

/** How pools fare, by id: one request where the server sums up, two elsewhere. */
export const usePoolFigures = (pools: readonly WorkPool[] | undefined): UseQueryResult<ReadonlyMap<string, PoolFigures>> => {
  const ids = (pools ?? []).map(({ id }) => id).sort();
  return useAnswer<ReadonlyMap<string, PoolFigures>>(
    {
      noun: "uiOverview",
      name: "pool-figures",
      input: ids,
      ask: (api, signal) =>
        withFallback(
          { api, flag: "ui-summaries" },
          async () => new Map(Object.entries(await api.uiOverview.summarizeWorkPools({ body: { work_pool_ids: ids } }, { signal }))),
          async () => new Map((await listPoolFigures(api, pools ?? [], signal)).map((figures) => [figures.id, figures])),
        ),
    },
    { enabled: ids.length > 0, keepPrevious: true },
  );
};
