import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Api } from "../../api/api.ts";
import { useApi } from "../../api/api-context.tsx";
import type { Noun } from "../../api/keys.ts";
import { problemOf } from "../../api/problem.ts";
import { useSay } from "../../api/say-context.tsx";

interface Work<T> {
  readonly items: readonly T[];
  readonly nameOf: (item: T) => string;
  readonly run: (api: Api, item: T) => Promise<unknown>;
  /** What became of them, such as "paused". */
  readonly done: string;
  /** What they are, one and several. */
  readonly what: readonly [one: string, several: string];
}

/** How many requests are under way at once. */
const lanes = 4;

/** Does one thing with many, a few at a time, and says how many it worked for and why it failed for the others. */
export const useForMany = (touches: readonly Noun[]) => {
  const api = useApi();
  const say = useSay();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const start = async <T>({ items, nameOf, run, done, what: [one, several] }: Work<T>): Promise<void> => {
    setBusy(true);
    const waiting = [...items];
    const failures: { readonly item: T; readonly error: unknown }[] = [];
    const lane = async (): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
        await run(api, item).catch((error: unknown) => failures.push({ item: item as T, error }));
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    setBusy(false);
    await queries.invalidateQueries({ predicate: ({ queryKey: [noun] }) => touches.some((touched) => touched === noun) });
    const worked = items.length - failures.length;
    if (worked > 0) say.done(`${worked} ${worked === 1 ? `${one} is` : `${several} are`} ${done}.`);
    const [first] = failures;
    if (first !== undefined)
      say.failed(
        `${failures.length} of ${items.length} could not be changed`,
        new Error(`${nameOf(first.item)}: ${problemOf(first.error).detail}`),
      );
  };
  return { start, isBusy };
};
