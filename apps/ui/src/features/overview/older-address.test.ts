import { expect, test } from "vitest";
import { runsOfFlow, stateGroup } from "./older-address.ts";
import { scopeOf } from "./scope.ts";

const flow = "0f0f0f0f-0000-4000-8000-000000000000";
const scope = scopeOf({ tags: ["etl"], hide_subflows: true });

test("an opened flow leads to its runs of the group, in the period and with the filters of the address", () => {
  const tab = stateGroup(["RUNNING-PENDING-CANCELLING"]);
  expect(runsOfFlow(scope, { flow, ...(tab && { tab }) })).toEqual({
    q: `state:running,pending,cancelling flow:${flow} expected:-24h..+0s tag:etl -is:subflow`,
  });
});

test("runs that failed are meant where no group is named, and a later page is the one that holds the same runs", () => {
  const q = `state:failed,crashed flow:${flow} expected:-24h..+0s`;
  expect(runsOfFlow(scopeOf({}), { flow, page: 8 })).toEqual({ q });
  expect(runsOfFlow(scopeOf({}), { flow, page: 9 })).toEqual({ q, page: 2, limit: 25 });
});
