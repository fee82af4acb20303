import { expect, test } from "vitest";
import { flowRunFilters, periodOf, readScope, taskRunFilters } from "./run-scope.ts";

const now = Date.parse("2026-11-22T12:00:00Z");

test("the bare list is the last seven days up to now; a query without a period means any time", () => {
  expect(readScope({})).toEqual({ q: "", range: { kind: "last", window: "7d" } });
  expect(readScope({ q: "is:late" })).toEqual({ q: "is:late", range: undefined });
  expect(readScope({ q: "is:late", window: "24h" })).toEqual({ q: "is:late", range: { kind: "last", window: "24h" } });
  expect(readScope({ window: "all" })).toEqual({ q: "", range: undefined });
  expect(flowRunFilters(readScope({}), now).filters.flow_runs?.expected_start_time).toEqual({
    after_: "2026-11-15T12:00:00.000Z",
    before_: "2026-11-22T12:00:00.000Z",
  });
});

test("a query's own period goes before the chosen one, and the bars show it", () => {
  const { filters } = flowRunFilters({ q: "expected:-1h..+0s", range: { kind: "last", window: "30d" } }, now);
  expect(filters.flow_runs?.expected_start_time).toEqual({ after_: "2026-11-22T11:00:00.000Z", before_: "2026-11-22T12:00:00.000Z" });
  expect(periodOf(filters.flow_runs?.expected_start_time, now)).toEqual({
    start: "2026-11-22T11:00:00.000Z",
    end: "2026-11-22T12:00:00.000Z",
  });
  expect(periodOf(undefined, now)).toEqual({ start: "2026-11-15T12:00:00.000Z", end: "2026-11-22T12:00:00.000Z" });
});

test("a task run is found by its own state, and by its flow run's flow", () => {
  const { filters } = taskRunFilters({ q: "state:failed flow:etl", range: undefined }, now);
  expect(filters).toMatchObject({ task_runs: { state: { type: { any_: ["FAILED"] } } }, flows: { name: { any_: ["etl"] } } });
  expect(filters.flow_runs).toBeUndefined();
});
