import { expect, test } from "vitest";
import { describeAction, describeTrigger } from "./describe.ts";
import { templateOf } from "./status-trigger.ts";

const names = new Map([["a1", "ingest/nightly"]]);
const event = { type: "event", posture: "Reactive", expect: ["shop.sold"], after: [], threshold: 1, within: 0 };

test.each([
  [templateOf("flow-run"), "any flow run gets into Failed or Crashed"],
  [templateOf("work-pool"), "any work pool gets into not-ready"],
  [event, "shop.sold comes"],
  [{ ...event, expect: [] }, "any event comes"],
  [{ ...event, threshold: 3, within: 60, after: ["shop.opened"] }, "shop.sold comes 3 times within 1m 00s after shop.opened"],
  [{ ...event, posture: "Proactive", within: 600 }, "shop.sold fails to come within 10m 00s"],
  [{ type: "compound", require: "any", triggers: [event, event], within: null }, "any of 2 triggers fire"],
  [{ type: "sequence", triggers: [event, event], within: 3600 }, "2 triggers fire in their order within 1h 00m"],
])("a trigger is told as %2$s", (trigger, text) => {
  expect(describeTrigger(trigger, names)).toBe(text);
});

test.each([
  [{ type: "run-deployment", source: "selected", deployment_id: "a1" }, "Run deployment ingest/nightly"],
  [{ type: "pause-work-pool", source: "inferred" }, "Pause the event's work pool"],
  [{ type: "cancel-flow-run" }, "Cancel the flow run"],
  [{ type: "change-flow-run-state", state: "FAILED", name: "Stuck" }, "Change the flow run to Stuck"],
  [{ type: "send-notification", block_document_id: "b2" }, "Send a notification through b2"],
  [{ type: "of-a-newer-server" }, "of-a-newer-server"],
])("an action is told as %2$s", (action, text) => {
  expect(describeAction(action, names)).toBe(text);
});
