import { describe, expect, test } from "vitest";
import { printStatusTrigger, readStatusTrigger, type StatusTrigger, templateOf, watchedKinds } from "./status-trigger.ts";

const base: StatusTrigger = { kind: "flow-run", stays: false, statuses: ["Failed"], seconds: 0, ids: [], tags: [] };

describe("a trigger for states", () => {
  test.each<StatusTrigger>([
    base,
    { ...base, statuses: [] },
    { ...base, ids: ["a", "b"], tags: ["prod"] },
    { ...base, tags: ["prod", "eu"] },
    { ...base, stays: true, seconds: 60, statuses: ["Running", "Pending"] },
    { ...base, kind: "deployment", statuses: ["not-ready"], ids: ["a"] },
    { ...base, kind: "work-pool", statuses: ["paused"], stays: true, seconds: 30 },
    { ...base, kind: "work-queue", statuses: ["ready"] },
  ])("is read as it was printed: %o", (trigger) => {
    expect(readStatusTrigger(printStatusTrigger(trigger))).toEqual(trigger);
  });

  test.each(watchedKinds)("of %s has a form from the beginning", (kind) => {
    expect(readStatusTrigger(templateOf(kind))?.kind).toBe(kind);
  });

  test("is known by what it says, in whatever order the server lists it", () => {
    const stored = {
      ...templateOf("flow-run"),
      id: "7",
      expect: ["prefect.flow-run.Crashed", "prefect.flow-run.Failed"],
      match_related: [],
    };
    expect(readStatusTrigger(stored)?.statuses).toEqual(["Crashed", "Failed"]);
  });

  test.each([
    { ...templateOf("flow-run"), threshold: 3 },
    { ...templateOf("flow-run"), for_each: [] },
    { ...templateOf("flow-run"), match: { "prefect.resource.id": "prefect.flow-run.*", "prefect.resource.name": "nightly*" } },
    { ...templateOf("flow-run"), expect: ["prefect.flow-run.*"] },
    { ...templateOf("deployment"), match_related: { "prefect.resource.role": "flow" } },
    { type: "compound", triggers: [templateOf("flow-run")], require: "all", within: null },
  ])("that says more than the fields can is left to others: %o", (trigger) => {
    expect(readStatusTrigger(trigger)).toBeUndefined();
  });
});
