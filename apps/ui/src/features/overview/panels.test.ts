import { expect, test } from "vitest";
import { stepsFor } from "./first-run.ts";
import { joinBuckets } from "./flow-runs-panel.tsx";
import { countTypes } from "./state-totals.tsx";
import { failedShare } from "./task-runs-panel.tsx";

const states = [
  { state_type: "COMPLETED", state_name: "Completed", count: 3 },
  { state_type: "SCHEDULED", state_name: "Late", count: 2 },
  { state_type: "SCHEDULED", state_name: "Scheduled", count: 1 },
  { state_type: "FAILED", state_name: "Failed", count: 1 },
] as const;

test("states are counted by type, trouble first, with names that say more than the type", () => {
  expect(countTypes(states)).toEqual([
    { type: "FAILED", count: 1, names: [] },
    { type: "SCHEDULED", count: 3, names: ["2 Late"] },
    { type: "COMPLETED", count: 3, names: [] },
  ]);
  expect(failedShare(countTypes(states))).toBe(0.25);
  expect(failedShare([{ type: "RUNNING", count: 4 }])).toBeUndefined();
});

test("buckets are joined until there are few enough, and lose nothing", () => {
  const buckets = Array.from({ length: 5 }, (_, index) => ({
    start: `s${index}`,
    end: `e${index}`,
    states: [{ ...states[0], count: index }],
  }));
  const joined = joinBuckets(buckets, 3);
  expect(joined.map(({ start, end }) => [start, end])).toEqual([
    ["s0", "e1"],
    ["s2", "e3"],
    ["s4", "e4"],
  ]);
  expect(joined.map((bucket) => countTypes(bucket.states).map(({ count }) => count))).toEqual([[1], [5], [4]]);
  expect(joinBuckets(buckets, 10)).toHaveLength(5);
});

test("the way to a first run names this server, and credentials only where it wants some", () => {
  const open = { url: "http://mill:4200/api", wantsCredentials: false };
  expect(stepsFor("python", open).run).toBe("export PREFECT_API_URL=http://mill:4200/api\npython hello.py");
  expect(stepsFor("typescript", { ...open, wantsCredentials: true }).run).toContain("PREFECT_API_AUTH_STRING=user:password");
});
