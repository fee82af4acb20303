import { expect, test } from "vitest";
import { readRunsSearch } from "./runs-search.ts";

test("an address of our own is read as it is", () => {
  expect(readRunsSearch({ kind: "task", q: "state:failed", page: "2", window: "24h", view: "compact" })).toEqual({
    kind: "task",
    q: "state:failed",
    page: 2,
    window: "24h",
    view: "compact",
  });
});

test("parameters of Prefect's addresses become a query that means the same", () => {
  const search = readRunsSearch({
    tab: "flow-runs",
    state: "Failed,Late",
    flows: "0198c7f6-5c3e-7a5e-8b62-1f0d3f6f2a11",
    "work-pools": "k8s",
    tags: "prod,eu west",
    "flow-run-search": "nightly",
    "hide-subflows": "true",
    range: "past-24-hours",
    sort: "NAME_ASC",
    limit: "50",
  });
  expect(search).toEqual({
    q: 'state:Failed,Late flow:0198c7f6-5c3e-7a5e-8b62-1f0d3f6f2a11 pool:k8s tag:prod,"eu west" name:nightly -is:subflow',
    window: "24h",
    sort: "NAME_ASC",
    limit: 50,
  });
});

test("of both lists' parameters those of the open tab count", () => {
  const search = readRunsSearch({
    tab: "task-runs",
    "task-run-search": "load",
    "task-runs-page": "3",
    page: "9",
    "flow-run-search": "other",
  });
  expect(search).toEqual({ kind: "task", q: "name:load", page: 3 });
});

test("exact periods have their old names too", () => {
  expect(readRunsSearch({ start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z" })).toEqual({
    from: "2026-01-01T00:00:00Z",
    to: "2026-01-02T00:00:00Z",
  });
});
