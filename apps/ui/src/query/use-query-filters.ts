import { useMemo } from "react";
import { type Compiled, compileQuery, type QueryFields } from "./compile.ts";
import { parseQuery } from "./terms.ts";

interface Options<F> {
  readonly fields: QueryFields<F>;
  /** What the page filters by in any case; keep it the same between renders. */
  readonly empty: F;
}

/** The filters a query means. Relative times count from when the query was given, so that the same question is asked again. */
export const useQueryFilters = <F>(query: string | undefined, { fields, empty }: Options<F>): Compiled<F> =>
  useMemo(
    () => compileQuery(parseQuery(query ?? ""), { fields, empty, now: Math.ceil(Date.now() / 10_000) * 10_000 }),
    [query, fields, empty],
  );
