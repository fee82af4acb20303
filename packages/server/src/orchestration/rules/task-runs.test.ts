import { describe, expect, test } from "vitest";
import { notFound } from "../../errors.ts";
import { aState, type Given, later, type StateLike, summary, underTaskRunRule } from "../fixtures.ts";
import type { RuleStore } from "../rule-store.ts";
import type { TaskRun } from "../run.ts";
import { enqueueDeferredTasks, guardFinishedTaskRuns, noteFlowAttempt, requireRunningFlow } from "./task-runs.ts";

interface Case extends Given<TaskRun> {
  readonly says: string;
}

const flowRun = (state: StateLike | null, run_count = 1): Partial<RuleStore> => ({
  findFlowRun: (id) => ({ id, run_count, state: state === null ? null : aState(state) }),
});

describe("guard-finished-task-runs", () => {
  test.each<Case>([
    { from: "FAILED", to: "CANCELLING", says: "ABORT | Run is already FAILED." },
    { from: "COMPLETED", to: "PAUSED", says: "ABORT | Run is already COMPLETED." },
    { from: "CRASHED", to: "CRASHED", says: "ABORT | Run is already CRASHED." },
    { from: { type: "COMPLETED", data: { a: 1 } }, to: "FAILED", says: "REJECT | This run is already completed." },
    { from: { type: "COMPLETED", data: { a: 1 } }, to: "RUNNING", says: "REJECT | This run is already completed." },
    { from: { type: "COMPLETED", data: { type: "unpersisted" } }, to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    { from: "COMPLETED", to: "FAILED", says: "ACCEPT | FAILED Failed" },
    { from: "FAILED", to: "SCHEDULED", says: "ACCEPT | SCHEDULED Scheduled" },
    { from: "FAILED", to: "RUNNING", run: { flow_run_id: "f" }, says: "ACCEPT | RUNNING Running" },
    {
      from: "FAILED",
      to: "RUNNING",
      run: { flow_run_id: "f", flow_run_run_count: 1 },
      store: flowRun("RUNNING", 1),
      says: "ACCEPT | RUNNING Running",
    },
    {
      from: "FAILED",
      to: "RUNNING",
      run: { flow_run_id: "f", flow_run_run_count: 1 },
      store: flowRun("RUNNING", 2),
      says: "ACCEPT | RUNNING Retrying",
    },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underTaskRunRule(guardFinishedTaskRuns, given))).toBe(says);
  });

  test.each([
    { to: "PENDING", run_count: 0 },
    { to: "RUNNING", run_count: 1 },
    { to: "COMPLETED", run_count: undefined },
  ] as const)("FAILED to $to leaves $run_count attempts", async ({ to, run_count }) => {
    const { changes } = await underTaskRunRule(guardFinishedTaskRuns, { from: "FAILED", to, run: { run_count: 3 } });
    expect(changes.run_count).toBe(run_count);
  });
});

describe("require-running-flow", () => {
  const stopped = "ABORT | The enclosing flow must be running to begin task execution.";
  test.each<Case>([
    { from: "PENDING", to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    { from: null, to: "RUNNING", run: { flow_run_id: "f" }, says: "ACCEPT | RUNNING Running" },
    { from: null, to: "RUNNING", run: { flow_run_id: "f" }, store: flowRun("RUNNING"), says: "ACCEPT | RUNNING Running" },
    { from: null, to: "RUNNING", run: { flow_run_id: "f" }, store: flowRun(null), says: stopped },
    { from: "PENDING", to: "RUNNING", run: { flow_run_id: "f" }, store: flowRun("COMPLETED"), says: stopped },
    { from: "PENDING", to: "RUNNING", run: { flow_run_id: "f" }, store: flowRun("CANCELLING"), says: stopped },
    {
      from: "PENDING",
      to: "RUNNING",
      run: { flow_run_id: "f" },
      store: flowRun("PAUSED"),
      says: "REJECT | PAUSED NotReady | The flow is paused, new tasks can execute after resuming flow run: f.",
    },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underTaskRunRule(requireRunningFlow, given))).toBe(says);
  });

  test("a task of a paused flow waits as long as the flow does", async () => {
    const details = { pause_timeout: later, pause_reschedule: true };
    const store = flowRun({ type: "PAUSED", details: { ...details, pause_key: "p" } });
    const { state } = await underTaskRunRule(requireRunningFlow, { from: "PENDING", to: "RUNNING", run: { flow_run_id: "f" }, store });
    expect(state?.state_details).toMatchObject({ ...details, pause_key: null });
  });
});

describe("note-flow-attempt", () => {
  test("notes the attempt of the flow run", async () => {
    const given = { from: "PENDING", to: "RUNNING", run: { flow_run_id: "f" }, store: flowRun("RUNNING", 3) } as const;
    expect((await underTaskRunRule(noteFlowAttempt, given)).changes.flow_run_run_count).toBe(3);
  });

  test("a task run of no flow run has no such attempt", async () => {
    expect((await underTaskRunRule(noteFlowAttempt, { from: "PENDING", to: "RUNNING" })).changes).not.toHaveProperty("flow_run_run_count");
  });

  test("a flow run that is gone is reported", async () => {
    const refused = underTaskRunRule(noteFlowAttempt, { from: "PENDING", to: "RUNNING", run: { id: "t", flow_run_id: "f" } });
    const message = "Unable to read flow run associated with task run: t, this flow run might have been deleted";
    await expect(refused).rejects.toThrow(notFound(message, { asException: true }));
  });
});

describe("enqueue-deferred-tasks", () => {
  test.each([
    { name: "Scheduled", deferred: true, queue: "scheduled" },
    { name: "AwaitingRetry", deferred: true, queue: "retry" },
    { name: "Scheduled", deferred: false, queue: null },
    { name: "Scheduled", deferred: null, queue: null },
  ])("$name, deferred $deferred: queue $queue", async ({ name, deferred, queue }) => {
    const to = { type: "SCHEDULED", name, details: { deferred } } as const;
    const { effects } = await underTaskRunRule(enqueueDeferredTasks, { from: null, to, run: { id: "t", task_key: "k" } });
    expect(effects).toEqual(queue === null ? [] : [{ kind: "enqueue-task-run", task_run_id: "t", task_key: "k", queue }]);
  });
});
