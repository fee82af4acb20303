import { describe, expect, test } from "vitest";
import { aFlowRun, aState, aTaskRun, earlier, now, type StateLike } from "./fixtures.ts";
import type { FlowRun } from "./run.ts";
import {
  addRunTime,
  countFlowAttempts,
  countTaskAttempts,
  flowRuns,
  forgetResuming,
  setEndTime,
  setExpectedStartTime,
  setNextScheduledStartTime,
  setStartTime,
  showState,
  type Transition,
} from "./transforms.ts";

const transition = (from: StateLike | null, to: StateLike, run: Partial<FlowRun> = {}): Transition<FlowRun> => {
  const state = aState(to, now);
  return {
    run: aFlowRun(run),
    initial: from === null ? null : aState(from),
    state: { ...state, id: "new", name: state.name ?? "" },
    apiVersion: null,
  };
};

test("the current state is shown on the run", () => {
  expect(showState(transition(null, { type: "RUNNING", name: "Retrying" }))).toEqual({
    state_id: "new",
    state_type: "RUNNING",
    state_name: "Retrying",
    state_timestamp: now,
  });
});

test.each([
  { from: "PENDING", to: "RUNNING", start_time: null, changes: { start_time: now } },
  { from: "FAILED", to: "RUNNING", start_time: earlier, changes: undefined },
  { from: null, to: "PENDING", start_time: null, changes: undefined },
] as const)("start of a run started at $start_time going $from to $to", ({ from, to, start_time, changes }) => {
  expect(setStartTime(transition(from, to, { start_time }))).toEqual(changes);
});

test.each([
  { from: "RUNNING", to: "COMPLETED", run: { start_time: earlier }, changes: { start_time: earlier, end_time: now } },
  { from: "PENDING", to: "CRASHED", run: {}, changes: { start_time: now, end_time: now } },
  { from: "FAILED", to: "COMPLETED", run: { end_time: earlier }, changes: undefined },
  { from: "FAILED", to: "SCHEDULED", run: { end_time: earlier }, changes: { end_time: null } },
  { from: "PENDING", to: "RUNNING", run: {}, changes: undefined },
  { from: null, to: "PENDING", run: {}, changes: undefined },
] as const)("end of a run going $from to $to", ({ from, to, run, changes }) => {
  expect(setEndTime(transition(from, to, run))).toEqual(changes);
});

test.each([
  { from: "RUNNING", to: "COMPLETED", total_run_time: 0.1, changes: { total_run_time: 3600.1 } },
  { from: "RUNNING", to: "RUNNING", total_run_time: 0.2, changes: { total_run_time: 3600.2 } },
  { from: "PENDING", to: "RUNNING", total_run_time: 5, changes: undefined },
  { from: null, to: "RUNNING", total_run_time: 0, changes: undefined },
] as const)("run time of a run going $from to $to", ({ from, to, total_run_time, changes }) => {
  expect(addRunTime(transition(from, to, { total_run_time }))).toEqual(changes);
});

const scheduled = { type: "SCHEDULED", details: { scheduled_time: "2030-01-01T15:00:00+02:00" } } as const;

test.each([
  { to: scheduled, expected_start_time: null, changes: { expected_start_time: "2030-01-01T13:00:00Z" } },
  { to: "PENDING", expected_start_time: null, changes: { expected_start_time: now } },
  { to: { type: "PENDING", details: scheduled.details }, expected_start_time: null, changes: { expected_start_time: now } },
  { to: scheduled, expected_start_time: earlier, changes: undefined },
] as const)("expected start $expected_start_time, to $to", ({ to, expected_start_time, changes }) => {
  expect(setExpectedStartTime(transition(null, to, { expected_start_time }))).toEqual(changes);
});

test.each([
  { from: null, to: scheduled, changes: { next_scheduled_start_time: "2030-01-01T13:00:00Z" } },
  { from: "SCHEDULED", to: scheduled, changes: { next_scheduled_start_time: "2030-01-01T13:00:00Z" } },
  { from: "SCHEDULED", to: "PENDING", changes: { next_scheduled_start_time: null } },
  { from: "PENDING", to: "RUNNING", changes: undefined },
] as const)("next start of a run going $from to $to", ({ from, to, changes }) => {
  expect(setNextScheduledStartTime(transition(from, to))).toEqual(changes);
});

const resuming = { run_count: 1, empirical_policy: { retries: 3, resuming: true } };
const cleared = { empirical_policy: { retries: 3, resuming: false } };

describe("attempts of a flow run", () => {
  test.each([
    { what: "a first start", from: "PENDING", to: "RUNNING", run: { run_count: 0 }, counts: 1 },
    { what: "running again", from: "RUNNING", to: "RUNNING", run: { run_count: 1 }, counts: 2 },
    { what: "not running", from: "RUNNING", to: "COMPLETED", run: { run_count: 1 }, counts: undefined },
    { what: "going on in place", from: "PAUSED", to: "RUNNING", run: resuming, counts: undefined },
    { what: "going on in a new process", from: "PENDING", to: "RUNNING", run: resuming, counts: undefined },
    { what: "running again after going on", from: "RUNNING", to: "RUNNING", run: resuming, counts: 2 },
    { what: "a forced way out of a pause", from: "PAUSED", to: "RUNNING", run: { run_count: 1 }, counts: 2 },
  ] as const)("$what: $counts", ({ from, to, run, counts }) => {
    expect(countFlowAttempts(transition(from, to, run))).toEqual(counts === undefined ? undefined : { run_count: counts });
  });

  test("clients before API 0.8.4 count everything and forget nothing", () => {
    const old = { ...transition("PENDING", "RUNNING", resuming), apiVersion: "0.8.3" };
    expect(countFlowAttempts(old)).toEqual({ run_count: 2 });
    expect(forgetResuming(old)).toBeUndefined();
  });
});

test.each([
  { what: "going on in a new process", from: "PENDING", to: "RUNNING", changes: cleared },
  { what: "ending", from: "PAUSED", to: "CANCELLED", changes: cleared },
  { what: "stopping to run", from: "RUNNING", to: "PAUSED", changes: cleared },
  { what: "going on in place", from: "PAUSED", to: "RUNNING", changes: undefined },
  { what: "being scheduled", from: "PAUSED", to: "SCHEDULED", changes: undefined },
  { what: "being submitted", from: "SCHEDULED", to: "PENDING", changes: undefined },
] as const)("the mark of a resumed run after $what", ({ from, to, changes }) => {
  expect(forgetResuming(transition(from, to, resuming))).toEqual(changes);
});

test("every RUNNING is an attempt of a task run", () => {
  expect(countTaskAttempts({ ...transition("RUNNING", "RUNNING"), run: aTaskRun({ run_count: 2 }) })).toEqual({ run_count: 3 });
  expect(countTaskAttempts({ ...transition("RUNNING", "FAILED"), run: aTaskRun() })).toBeUndefined();
});

test.each([
  { previous: null, is: "2030-01-01T12:00:00Z" },
  { previous: "2030-01-01T11:00:00Z", is: "2030-01-01T12:00:00Z" },
  { previous: "2030-01-01T12:00:00Z", is: "2030-01-01T12:00:00.000001Z" },
  { previous: "2030-01-01T12:00:01.999999Z", is: "2030-01-01T12:00:02Z" },
])("a flow run's state after one of $previous is of $is", ({ previous, is }) => {
  expect(flowRuns.timestamp(previous === null ? null : aState("RUNNING", previous), now)).toBe(is);
});
