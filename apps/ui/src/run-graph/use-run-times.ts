import { useDebouncedValue } from "@mantine/hooks";
import type { RunAttempt, TaskRun } from "@millrace/contract";
import { useMemo } from "react";
import type { Api } from "../api/api.ts";
import { useAnswer } from "../api/use-call.ts";
import { withFallback } from "../api/with-fallback.ts";
import type { Row } from "./model/rows.ts";
import type { RunTimes } from "./run-times.ts";

/** Rows that are asked about together: one call holds 200. */
const blockSize = 100;

interface Shown {
  readonly rows: readonly Row[];
  readonly first: number;
  readonly last: number;
}

/** What the task runs in sight tell beyond the graph, in one call, and the attempts of those that were retried, in another. */
export const useRunTimes = (shown: Shown, selectedKey: string | undefined): ReadonlyMap<string, RunTimes> => {
  const ids = useMemo(() => listIds(shown), [shown]);
  const [settled] = useDebouncedValue(ids, 200);
  const runs = useAnswer(
    {
      noun: "taskRuns",
      name: "in-sight",
      input: { ids: settled },
      ask: (api, signal) => api.taskRuns.list({ body: { task_runs: { id: { any_: settled } }, limit: 200 } }, { signal }),
    },
    { enabled: settled.length > 0, keepPrevious: true },
  );
  const retried = useMemo(() => (runs.data ?? []).flatMap(({ id, run_count }) => (run_count > 1 ? [id] : [])).toSorted(), [runs.data]);
  const attempts = useAnswer(
    {
      noun: "taskRunStates",
      name: "attempts",
      input: { ids: retried, selectedKey },
      ask: (api, signal) =>
        withFallback(
          { api, flag: "ui-attempts" },
          async () => toAttempts(await api.uiRuns.listAttempts({ body: { task_run_ids: retried } }, { signal })),
          () => listAttemptsOf(api, retried.includes(selectedKey ?? "") ? selectedKey : undefined, signal),
        ),
    },
    { enabled: retried.length > 0, keepPrevious: true },
  );
  return useMemo(
    () => new Map((runs.data ?? []).map((run) => [run.id, timesOf(run, attempts.data?.get(run.id) ?? [])])),
    [runs.data, attempts.data],
  );
};

/** Whole blocks of rows, so that scrolling a little asks for nothing new. */
const listIds = ({ rows, first, last }: Shown): string[] => {
  const from = Math.floor(first / blockSize) * blockSize;
  const to = Math.min(Math.ceil((last + 1) / blockSize) * blockSize, from + 2 * blockSize);
  return rows.slice(from, to).flatMap((row) => (row.kind === "node" && row.model.isSubflow[row.index] === 0 ? [row.key] : []));
};

type Attempts = RunTimes["attempts"];

const timesOf = ({ expected_start_time, run_count }: TaskRun, attempts: Attempts): RunTimes => ({
  expected: expected_start_time === null ? Number.NaN : Date.parse(expected_start_time),
  runCount: run_count,
  attempts,
});

const toAttempts = (found: Readonly<Record<string, readonly RunAttempt[]>>): ReadonlyMap<string, Attempts> =>
  new Map(
    Object.entries(found).map(([id, list]) => [
      id,
      list.map(({ start, end }) => ({ from: Date.parse(start), to: end === null ? Number.NaN : Date.parse(end) })),
    ]),
  );

/** In the protocol's own words only one run is asked for: the selected one, from each state RUNNING to the state after it. */
const listAttemptsOf = async (api: Api, id: string | undefined, signal: AbortSignal): Promise<ReadonlyMap<string, Attempts>> => {
  if (id === undefined) return new Map();
  const states = await api.taskRunStates.list({ query: { task_run_id: id } }, { signal });
  const inOrder = states.map(({ type, timestamp }) => ({ type, at: Date.parse(timestamp) })).toSorted((one, other) => one.at - other.at);
  const running = inOrder.flatMap(({ type, at }, index) =>
    type === "RUNNING" ? [{ from: at, to: inOrder[index + 1]?.at ?? Number.NaN }] : [],
  );
  return new Map([[id, running]]);
};
