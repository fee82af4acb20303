import type { State } from "@millrace/contract";
import { expect, test } from "vitest";
import { offeredAgain } from "./retry-task-run-dialog.tsx";

const state = (type: State["type"], details: object = {}, data: State["data"] = null): State =>
  ({ type, data, state_details: details }) as unknown as State;

test("a background task run is offered with what it was first offered with, and at once", () => {
  const details = { deferred: true, task_parameters_id: "p-1", scheduled_time: "2026-01-01T00:00:00Z" };
  const states = [state("SCHEDULED", details, { arguments: [1] }), state("RUNNING"), state("FAILED")];
  expect(offeredAgain(states, "Why not")).toEqual({
    type: "SCHEDULED",
    name: "AwaitingRetry",
    message: "Why not",
    data: { arguments: [1] },
    state_details: { ...details, scheduled_time: null },
  });
});

test("a task run that a flow called is not", () => {
  expect(offeredAgain([state("PENDING"), state("RUNNING"), state("FAILED")], "")).toBe(undefined);
});
