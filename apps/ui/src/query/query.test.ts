import { describe, expect, test } from "vitest";
import { compileQuery } from "./compile.ts";
import { flowRunFields } from "./flow-run-query.ts";
import { deploymentFields, taskRunFields } from "./other-queries.ts";
import { runTraitFields } from "./run-traits-query.ts";
import { parseQuery, printQuery } from "./terms.ts";

const now = Date.UTC(2026, 10, 22, 12);
const compile = (query: string) => compileQuery(parseQuery(query), { fields: flowRunFields, empty: {}, now });

describe("a query", () => {
  test.each([
    "state:failed,crashed",
    "-state:completed",
    'name:"nightly load"',
    "deployment:etl/* tag:prod tag:eu",
    "flow:ingest pool:k8s duration:>10m started:-24h",
    "param.region=eu is:late",
    'tag:"a, b",c',
    'name:"say \\"hi\\""',
  ])("%s is printed as it was read", (query) => {
    expect(printQuery(parseQuery(query))).toBe(query);
    expect(parseQuery(printQuery(parseQuery(query)))).toEqual(parseQuery(query));
  });

  test("a bare word means the name", () => {
    expect(printQuery(parseQuery("nightly"))).toBe("name:nightly");
    expect(printQuery(parseQuery('"nightly load"'))).toBe('name:"nightly load"');
  });

  test.each(["", "   ", ":", "-", '"', "state:", "a:b:c", "=", "param.=", '"unfinished words'])("%j does no harm", (query) => {
    expect(() => compile(query)).not.toThrow();
  });
});

describe("filters of flow runs", () => {
  test.each([
    ["state:failed,Crashed", { flow_runs: { state: { type: { any_: ["FAILED", "CRASHED"] } } } }],
    ["state:late", { flow_runs: { state: { name: { any_: ["Late"] } } } }],
    ["state:failed,late", { flow_runs: { state: { operator: "or_", type: { any_: ["FAILED"] }, name: { any_: ["Late"] } } } }],
    ["-state:completed -state:cancelled", { flow_runs: { state: { type: { not_any_: ["COMPLETED", "CANCELLED"] } } } }],
    ["nightly", { flow_runs: { name: { like_: "nightly" } } }],
    ["flow:ingest", { flows: { name: { any_: ["ingest"] } } }],
    ["deployment:etl/daily", { deployments: { name: { any_: ["daily"] } }, flows: { name: { any_: ["etl"] } } }],
    ["deployment:etl/*", { deployments: { name: { like_: "%" } }, flows: { name: { any_: ["etl"] } } }],
    ["tag:prod tag:eu", { flow_runs: { tags: { all_: ["prod", "eu"] } } }],
    ["tag:prod,dev", { flow_runs: { tags: { any_: ["prod", "dev"] } } }],
    ["pool:k8s queue:fast", { work_pools: { name: { any_: ["k8s"] } }, flow_runs: { work_queue_name: { any_: ["fast"] } } }],
    ["started:-24h", { flow_runs: { start_time: { after_: "2026-11-21T12:00:00.000Z" } } }],
    [
      "started:2026-11-01..2026-11-02",
      { flow_runs: { start_time: { after_: "2026-11-01T00:00:00.000Z", before_: "2026-11-02T00:00:00.000Z" } } },
    ],
    ["expected:<+1h", { flow_runs: { expected_start_time: { before_: "2026-11-22T13:00:00.000Z" } } }],
    ["-is:subflow is:deployed", { flow_runs: { parent_task_run_id: { is_null_: true }, deployment_id: { is_null_: false } } }],
  ])("%s", (query, filters) => {
    expect(compile(query)).toEqual({ filters, refusals: [] });
  });

  test.each([
    ["duration:>10m", "cannot be filtered by duration"],
    ["param.region=eu", "parameters"],
    ["-tag:prod", "exclude"],
    ["started:soon", "no time"],
    ["colour:red", "no field"],
    ["name:a name:b", "one part"],
    ["state:failed state:late", "one list"],
  ])("%s says why it cannot be answered, and filters nothing more", (query, reason) => {
    const { refusals } = compile(query);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.reason).toContain(reason);
  });
});

describe("filters of servers that know durations and parameters", () => {
  const compileTraits = (query: string) => compileQuery(parseQuery(query), { fields: runTraitFields, empty: {}, now });

  test.each([
    ["duration:>10m", { traits: { duration: { ge_: 600 } } }],
    ["duration:<1.5h", { traits: { duration: { le_: 5400 } } }],
    ["duration:30s..1m", { traits: { duration: { ge_: 30, le_: 60 } } }],
    [
      'param.region=eu,"us east" param.source.size=3',
      {
        traits: {
          parameters: [
            { path: ["region"], any_: ["eu", "us east"] },
            { path: ["source", "size"], any_: ["3"] },
          ],
        },
      },
    ],
    ["state:failed duration:>1s", { flow_runs: { state: { type: { any_: ["FAILED"] } } }, traits: { duration: { ge_: 1 } } }],
  ])("%s", (query, filters) => {
    expect(compileTraits(query)).toEqual({ filters, refusals: [] });
  });

  test.each([
    ["duration:soon", "no length of time"],
    ["-duration:>1m", "exclude"],
    ["param:eu", "which parameter"],
    ["-param.region=eu", "exclude"],
  ])("%s says what is wrong with it", (query, reason) => {
    expect(compileTraits(query)).toEqual({ filters: {}, refusals: [{ term: query, reason: expect.stringContaining(reason) }] });
  });
});

test("a task's state is its own", () => {
  const { filters } = compileQuery(parseQuery("state:failed flow:ingest"), { fields: taskRunFields, empty: {}, now });
  expect(filters).toEqual({ task_runs: { state: { type: { any_: ["FAILED"] } } }, flows: { name: { any_: ["ingest"] } } });
});

test("deployments are found by their own name or their flow's", () => {
  const { filters } = compileQuery(parseQuery("etl -is:paused"), { fields: deploymentFields, empty: {}, now });
  expect(filters).toEqual({ deployments: { flow_or_deployment_name: { like_: "etl" }, paused: { eq_: false } } });
});
