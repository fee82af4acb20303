import type { JsonObject } from "@millrace/contract";
import { expect, test } from "vitest";
import { printStatusTrigger, templateOf } from "./status-trigger.ts";
import { findTriggerGap, hasForm, kindOf, startOf } from "./trigger-kinds.ts";

const failed = templateOf("flow-run");
const down = templateOf("work-pool");
const sold: JsonObject = { type: "event", posture: "Reactive", expect: ["shop.sold"], after: [], threshold: 1, within: 0 };
const stays = printStatusTrigger({ kind: "flow-run", stays: true, statuses: [], seconds: 60, ids: [], tags: [] });

test("what was there goes into a trigger of several, and these stay when it becomes one in order", () => {
  const compound = startOf("compound", sold);
  expect(compound).toMatchObject({ type: "compound", require: "all", within: 3600, triggers: [sold, templateOf("deployment")] });
  const sequence = startOf("sequence", { ...compound, within: null });
  expect(sequence).toEqual({ type: "sequence", within: null, triggers: compound.triggers });
  expect(kindOf(startOf("work-pool", sequence))).toBe("work-pool");
});

test.each([
  [sold, undefined],
  [stays, "Choose at least one state that lasts too long."],
  [{ type: "sequence", triggers: [], within: null }, "Add at least one trigger."],
  [{ type: "compound", require: 3, triggers: [sold, down], within: null }, "It waits for 3 of 2 triggers."],
  [{ type: "compound", require: 2, triggers: [sold, down], within: null }, undefined],
  [
    { type: "compound", require: "any", within: null, triggers: [failed, { type: "sequence", within: 60, triggers: [down, stays] }] },
    "Trigger 2.2: Choose at least one state that lasts too long.",
  ],
])("what %j lacks is told with its place: %s", (trigger, gap) => {
  expect(findTriggerGap(trigger)).toBe(gap);
});

test("a trigger of a kind that no fields are for, at any depth, is left to JSON", () => {
  expect(hasForm({ type: "compound", require: "all", within: 5, triggers: [failed, { type: "sequence", triggers: [sold] }] })).toBe(true);
  expect(hasForm({ type: "metric" })).toBe(false);
  expect(hasForm({ type: "compound", require: "all", within: 5, triggers: [failed, { type: "metric" }] })).toBe(false);
  expect(hasForm({ type: "sequence", triggers: "none" })).toBe(false);
});
