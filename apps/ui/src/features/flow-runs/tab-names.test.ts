import { expect, test } from "vitest";
import { readTab } from "./tab-names.ts";

test.each([
  [undefined, "summary"],
  ["logs", "logs"],
  ["TaskRuns", "tasks"],
  ["subflow-runs", "subflows"],
  ["JobVariables", "inputs"],
  ["Parameters", "inputs"],
  ["Details", "summary"],
  ["nothing", "summary"],
])("the tab %s is %s", (tab, name) => {
  expect(readTab(tab)).toBe(name);
});
