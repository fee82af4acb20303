import type { Facet, FacetValue } from "@millrace/contract";
import { expect, test } from "vitest";
import { facetGroups } from "./facet-values.ts";

const facet = (...values: readonly Partial<FacetValue>[]): Facet => ({
  values: values.map((value) => ({ id: null, name: null, state_type: null, count: 1, ...value })),
  is_truncated: false,
  is_sampled: false,
});

test("names of states stand below their type, which counts all of them", () => {
  const states = facet(
    { name: "Completed", state_type: "COMPLETED", count: 7 },
    { name: "Cached", state_type: "COMPLETED", count: 2 },
    { name: "Late", state_type: "SCHEDULED", count: 1 },
  );
  expect(facetGroups({ states })[0]?.lines.map(({ label, count, isPart, term }) => [label, count, isPart ?? false, term?.value])).toEqual([
    ["Completed", 9, false, "completed"],
    ["Cached", 2, true, "Cached"],
    ["Scheduled", 1, false, "scheduled"],
    ["Late", 1, true, "Late"],
  ]);
});

test("what shares a name is found together, and runs without a deployment are found too", () => {
  const deployments = facet({ id: "1", name: "prod" }, { id: "2", name: "prod" }, { id: "3", name: "nightly" }, {});
  expect(facetGroups({ states: facet(), deployments })).toEqual([
    {
      name: "Deployment",
      note: undefined,
      lines: [
        { label: "prod", count: 2, term: { field: "deployment", value: "prod" } },
        { label: "nightly", count: 1, term: { field: "deployment", value: "nightly" } },
        { label: "None", count: 1, term: { field: "is", value: "deployed", isNegated: true } },
      ],
    },
  ]);
});
