import type { Context } from "../../context.ts";
import type { Filters } from "../../db/filters/related.ts";
import { pageOf, readLimit } from "../../db/paging.ts";
import { countTaskRuns, listTaskRuns, type Slice } from "./queries.ts";
import { toSummary } from "./task-run-rows.ts";

interface Asked extends Filters, Pick<Slice, "sort"> {
  readonly limit?: number | null | undefined;
  readonly page: number;
}

/** A page of task runs, and how many match. */
export const paginateTaskRuns = async (ctx: Context, { sort, limit: asked, page, ...filters }: Asked) => {
  const limit = readLimit(asked, ctx.settings.defaultLimit);
  const slice = { filters, sort, limit, offset: (page - 1) * limit };
  const [results, count] = await Promise.all([listTaskRuns(ctx, ctx.db.heavyRead, slice), countTaskRuns(ctx.db.heavyRead, filters)]);
  return pageOf(results.map(toSummary), { count, limit, page });
};
