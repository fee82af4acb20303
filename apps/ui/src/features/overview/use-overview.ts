import type { ClientError } from "@millrace/client/browser";
import type { UseQueryResult } from "@tanstack/react-query";
import { useAnswer, useCall } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import { filterOf, hasFilter, periodOf, type Scope } from "./scope.ts";
import { getStandardOverview, type OverviewData } from "./standard-overview.ts";

/** All that the overview shows, in one request where the server sums up. A period that ends now moves on with every answer. */
export const useOverview = (scope: Scope): UseQueryResult<OverviewData, ClientError> =>
  useAnswer<OverviewData>(
    {
      noun: "uiOverview",
      name: "get",
      input: scope,
      ask: (api, signal) => {
        const period = periodOf(scope, Date.now());
        return withFallback(
          { api, flag: "ui-overview" },
          () => api.uiOverview.get({ body: { ...period, flow_runs: filterOf(scope) } }, { signal }),
          () => getStandardOverview(api, { scope, ...period }, signal),
        );
      },
    },
    { keepPrevious: true },
  );

/** Whether the server has never had a flow run; asked only where the overview is empty. */
export const useIsUnused = (overview: OverviewData | undefined, scope: Scope): boolean => {
  const isEmpty =
    overview !== undefined && !hasFilter(scope) && overview.flow_runs.total + overview.next_runs.length + overview.late.count === 0;
  const { data } = useCall("flowRuns", "list", { body: { limit: 1 } }, { enabled: isEmpty });
  return isEmpty && data?.length === 0;
};
