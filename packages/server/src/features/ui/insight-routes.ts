import type { uiOverviewRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { getOverview } from "./overview.ts";
import { readPeriod } from "./periods.ts";
import { summarizePoolsById } from "./work-pools.ts";

export const uiOverview: Handlers<typeof uiOverviewRoutes> = {
  get: ({ ctx, body: { start, end, ...filters } }) => getOverview(ctx, readPeriod(ctx, { start, end }), filters),
  summarizeWorkPools: ({ ctx, body: { work_pool_ids, ...period } }) => summarizePoolsById(ctx, work_pool_ids, readPeriod(ctx, period)),
};
