import { expect, test } from "vitest";
import { compileQuery } from "../../query/compile.ts";
import { type FlowRunFilters, flowRunFields } from "../../query/flow-run-query.ts";
import { parseQuery } from "../../query/terms.ts";
import { filterOf, periodOf, queryOf, type Scope } from "./scope.ts";

const scope: Scope = { range: { kind: "last", window: "24h" }, tags: ["etl", "a b"], hidesSubflows: true };
const now = Date.UTC(2026, 10, 22, 12);

const compile = (query: string) => compileQuery<FlowRunFilters>(parseQuery(query), { fields: flowRunFields, empty: {}, now });

test("the list behind a number has the filters of the overview", () => {
  const { start, end } = periodOf(scope, now);
  expect(compile(queryOf(scope, { states: ["failed", "crashed"], by: "expected" }))).toEqual({
    refusals: [],
    filters: {
      flow_runs: {
        ...filterOf(scope),
        state: { type: { any_: ["FAILED", "CRASHED"] } },
        expected_start_time: { after_: start, before_: end },
      },
    },
  });
});

test("a part of the period ends before the next one begins", () => {
  const part = { start: "2026-11-22T10:00:00.000Z", end: "2026-11-22T11:00:00.000Z" };
  expect(compile(queryOf({ ...scope, tags: [], hidesSubflows: false }, { by: "expected", part, flow: "a flow" }))).toEqual({
    refusals: [],
    filters: {
      flows: { name: { any_: ["a flow"] } },
      flow_runs: { expected_start_time: { after_: part.start, before_: "2026-11-22T10:59:59.999Z" } },
    },
  });
});

test("an exact period stays exact, and what is asked for at any time has none", () => {
  const between = { ...scope, range: { kind: "between", from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z" } } as const;
  expect(queryOf(between, { by: "ended" })).toBe('ended:2026-11-01T00:00:00Z..2026-11-02T00:00:00Z tag:etl tag:"a b" -is:subflow');
  expect(queryOf(between, { states: ["late"] })).toBe('state:late tag:etl tag:"a b" -is:subflow');
});
