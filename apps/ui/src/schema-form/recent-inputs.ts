import type { FlowRun, JsonObject } from "@millrace/contract";
import { isEqual } from "./json.ts";

/** Values that earlier runs were started with. */
export interface RecentInput {
  readonly values: JsonObject;
  /** The latest run that had them. */
  readonly id: string;
  readonly name: string;
  readonly created: string;
  /** How many of the runs had them. */
  readonly times: number;
}

/** The different parameters of some runs, latest first. */
export const listRecentInputs = (
  runs: readonly Pick<FlowRun, "id" | "name" | "parameters" | "created">[],
  limit = 10,
): readonly RecentInput[] => {
  const found: RecentInput[] = [];
  for (const { id, name, parameters, created } of runs.toSorted((one, other) => other.created.localeCompare(one.created))) {
    const index = found.findIndex(({ values }) => isEqual(values, parameters));
    const same = found[index];
    if (same === undefined) found.push({ values: parameters, id, name, created, times: 1 });
    else found[index] = { ...same, times: same.times + 1 };
  }
  return found.slice(0, limit);
};
