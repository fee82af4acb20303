import { invalid } from "../errors.ts";

/** The number of rows a list may return: the asked one within the server's setting (server.md §1.3). */
export const readLimit = (asked: number | null | undefined, setting: number): number => {
  if (asked === null || asked === undefined) return setting;
  if (asked > setting) throw invalid(`Invalid limit: must be less than or equal to ${setting}.`);
  if (asked < 0) throw invalid("Invalid limit: must be greater than or equal to 0.");
  return asked;
};

/** A page of a list as `/paginate` routes print it. */
export const pageOf = <T>(results: readonly T[], { count, limit, page }: { count: number; limit: number; page: number }) => ({
  results,
  count,
  limit,
  pages: limit === 0 ? 0 : Math.ceil(count / limit),
  page,
});
