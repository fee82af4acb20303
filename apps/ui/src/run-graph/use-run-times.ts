import { useDebouncedValue } from "@mantine/hooks";
import type { State, TaskRun } from "@millrace/contract";
import { useMemo } from "react";
import { useAnswer } from "../api/use-call.ts";
import type { Row } from "./model/rows.ts";
import type { RunTimes } from "./run-times.ts";

/** Rows that are asked about together: one call holds 200. */
const blockSize = 100;

interface Shown {
  readonly rows: readonly Row[];
  readonly first: number;
  readonly last: number;
}

/** What the task runs in sight tell beyond the graph, in one call; and of the selected one the times of each attempt. */
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
  const selected = runs.data?.find(({ id }) => id === selectedKey);
  const states = useAnswer(
    {
      noun: "taskRunStates",
      name: "list",
      input: { query: { task_run_id: selectedKey ?? "" } },
      ask: (api, signal) => api.taskRunStates.list({ query: { task_run_id: selectedKey ?? "" } }, { signal }),
    },
    { enabled: (selected?.run_count ?? 0) > 1 },
  );
  return useMemo(
    () => new Map((runs.data ?? []).map((run) => [run.id, timesOf(run, run.id === selectedKey ? (states.data ?? []) : [])])),
    [runs.data, states.data, selectedKey],
  );
};

/** Whole blocks of rows, so that scrolling a little asks for nothing new. */
const listIds = ({ rows, first, last }: Shown): string[] => {
  const from = Math.floor(first / blockSize) * blockSize;
  const to = Math.min(Math.ceil((last + 1) / blockSize) * blockSize, from + 2 * blockSize);
  return rows.slice(from, to).flatMap((row) => (row.kind === "node" && row.model.isSubflow[row.index] === 0 ? [row.key] : []));
};

const timesOf = ({ expected_start_time, run_count }: TaskRun, states: readonly State[]): RunTimes => ({
  expected: expected_start_time === null ? Number.NaN : Date.parse(expected_start_time),
  runCount: run_count,
  attempts: listAttempts(states),
});

/** From each state RUNNING to the state after it. */
export const listAttempts = (states: readonly Pick<State, "type" | "timestamp">[]): RunTimes["attempts"] => {
  const inOrder = states.map(({ type, timestamp }) => ({ type, at: Date.parse(timestamp) })).sort((one, other) => one.at - other.at);
  return inOrder.flatMap(({ type, at }, index) => (type === "RUNNING" ? [{ from: at, to: inOrder[index + 1]?.at ?? Number.NaN }] : []));
};
