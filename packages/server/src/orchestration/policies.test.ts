import { expect, test } from "vitest";
import {
  backgroundTaskRunPolicy,
  clientSideTaskRunPolicy,
  flowRunPolicy,
  lateFlowRunPolicy,
  minimalFlowRunPolicy,
  minimalTaskRunPolicy,
  taskRunPolicy,
} from "./policies.ts";

const names = ({ rules }: { readonly rules: readonly { readonly name: string }[] }) => rules.map((rule) => rule.name);

test("the order in which a flow run's rules are asked", () => {
  expect(names(flowRunPolicy)).toEqual([
    "keep-lease",
    "refuse-duplicate-transitions",
    "guard-finished-flow-runs",
    "finish-cancelling",
    "cancel-at-once-without-process",
    "refuse-second-submission",
    "follow-schedule-policy",
    "confirm-deployment-slot",
    "take-deployment-slot",
    "end-lease-of-old-clients",
    "mark-only-scheduled-late",
    "pause-once",
    "resume-in-time",
    "copy-scheduled-time",
    "wait-for-scheduled-time",
    "retry-failed-flows",
    "release-deployment-slot",
  ]);
  expect(names(minimalFlowRunPolicy)).toEqual(["keep-stored-results", "cancel-at-once-without-process", "release-deployment-slot"]);
  expect(names(lateFlowRunPolicy)).toEqual(["mark-only-scheduled-late", "turn-away-late-runs"]);
});

test("the order in which a task run's rules are asked", () => {
  const rules = [
    "take-cached-state",
    "guard-finished-task-runs",
    "require-running-flow",
    "take-tag-slots",
    "copy-scheduled-time",
    "wait-for-scheduled-time",
    "retry-failed-tasks",
    "name-reruns",
    "note-flow-attempt",
    "keep-in-cache",
    "release-tag-slots",
  ];
  expect(names(taskRunPolicy)).toEqual(rules);
  expect(names(clientSideTaskRunPolicy)).toEqual(rules.filter((name) => name !== "take-tag-slots"));
  expect(names(minimalTaskRunPolicy)).toEqual(["release-tag-slots"]);
  expect(names(backgroundTaskRunPolicy)).toEqual([
    "refuse-second-submission",
    "take-cached-state",
    "guard-finished-task-runs",
    "copy-scheduled-time",
    "copy-task-parameters-id",
    "wait-for-scheduled-time",
    "retry-failed-tasks",
    "name-reruns",
    "note-flow-attempt",
    "keep-in-cache",
    "release-tag-slots",
    "enqueue-deferred-tasks",
  ]);
});

test("only the rules of a transition are asked about it", () => {
  const asked = (from: "RUNNING" | null, to: "COMPLETED" | "RUNNING") =>
    (flowRunPolicy.table.get(from)?.get(to) ?? []).map((rule) => rule.name);
  expect(asked("RUNNING", "COMPLETED")).toEqual(["keep-lease", "refuse-duplicate-transitions", "release-deployment-slot"]);
  expect(asked(null, "RUNNING")).toEqual([]);
});
