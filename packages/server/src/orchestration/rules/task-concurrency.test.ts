import { describe, expect, test, vi } from "vitest";
import { aTaskRun, type Given, later, propose, summary, underTaskRunRule } from "../fixtures.ts";
import { definePolicy } from "../policy.ts";
import type { TagLimit } from "../rule-store.ts";
import type { TaskRun } from "../run.ts";
import { taskRuns } from "../transforms.ts";
import { waitForScheduledTime } from "./scheduling.ts";
import { releaseTagSlots, takeTagSlots } from "./task-concurrency.ts";

const aLimit = (tag: string, given: Partial<TagLimit> = {}): TagLimit => ({
  id: `limit-${tag}`,
  tag,
  active: true,
  limit: 1,
  active_slots: 1,
  avg_slot_occupancy_seconds: 2,
  ...given,
});
const run: Partial<TaskRun> = { id: "t", tags: ["a", "b"] };

describe("take-tag-slots", () => {
  const start = (limits: readonly TagLimit[], lease?: string, given: Partial<Given<TaskRun>> = {}) => {
    const tryTakeSlots = vi.fn(() => lease);
    const store = { listTagLimits: () => limits, tryTakeSlots };
    return { tryTakeSlots, outcome: underTaskRunRule(takeTagSlots, { from: "PENDING", to: "RUNNING", run, store, ...given }) };
  };

  test("takes one slot of every limit, for good, in the name of the run", async () => {
    const { outcome, tryTakeSlots } = start([aLimit("a"), aLimit("b"), aLimit("c", { active: false })], "lease");
    expect(summary(await outcome)).toBe("ACCEPT | RUNNING Running");
    expect(tryTakeSlots.mock.calls).toEqual([
      [{ limit_ids: ["limit-a", "limit-b"], seconds: 3_153_600_000, holder: { type: "task_run", id: "t" } }],
    ]);
  });

  test.each([
    { what: "a run without tags", limits: [aLimit("a")], tags: [] },
    { what: "tags without limits", limits: [], tags: ["a"] },
    { what: "inactive limits", limits: [aLimit("a", { active: false, limit: 0 })], tags: ["a"] },
  ])("$what takes none", async ({ limits, tags }) => {
    const { outcome, tryTakeSlots } = start(limits, undefined, { run: { tags } });
    expect((await outcome).status).toBe("ACCEPT");
    expect(tryTakeSlots).not.toHaveBeenCalled();
  });

  test("a limit of 0 is no matter of waiting", async () => {
    const { outcome, tryTakeSlots } = start([aLimit("a"), aLimit("b", { limit: 0 })], "lease");
    expect(summary(await outcome)).toBe('ABORT | The concurrency limit on tag "b" is 0 and will deadlock if the task tries to run again.');
    expect(tryTakeSlots).not.toHaveBeenCalled();
  });

  test.each([
    { what: "a short occupancy", limits: [aLimit("a")], about: 2 },
    { what: "the fullest of several", limits: [aLimit("a", { limit: 2 }), aLimit("b", { avg_slot_occupancy_seconds: 6 })], about: 6 },
    { what: "an occupancy beyond the longest wait", limits: [aLimit("a", { avg_slot_occupancy_seconds: 900 })], about: 10 },
    { what: "an unknown occupancy", limits: [aLimit("a", { avg_slot_occupancy_seconds: 0 })], about: 10 },
  ])("waits about $about s for $what", async ({ limits, about }) => {
    const { details } = await start(limits).outcome;
    expect(details.type).toBe("wait_details");
    expect(details.reason).toBe(`Concurrency limit reached for tags: ${limits.map((limit) => limit.tag).join(", ")}`);
    expect(details.delay_seconds).toBeGreaterThanOrEqual(Math.floor(0.7 * about));
    expect(details.delay_seconds).toBeLessThanOrEqual(Math.ceil(1.3 * about));
  });

  test("slots of a run that has to wait are given back", async () => {
    const releaseLease = vi.fn();
    const store = { listTagLimits: () => [aLimit("a")], tryTakeSlots: () => "lease", releaseLease };
    const from = { type: "PENDING", details: { scheduled_time: later } } as const;
    const policy = definePolicy(taskRuns, [takeTagSlots, waitForScheduledTime]);
    expect((await propose(policy, aTaskRun(run), { from, to: "RUNNING", store })).status).toBe("WAIT");
    expect(releaseLease.mock.calls).toEqual([["lease"]]);
  });
});

describe("release-tag-slots", () => {
  test.each([
    { from: "RUNNING", to: "COMPLETED", tags: ["a"], releases: true },
    { from: "RUNNING", to: "SCHEDULED", tags: ["a"], releases: true },
    { from: "RUNNING", to: "RUNNING", tags: ["a"], releases: false },
    { from: "RUNNING", to: "CANCELLING", tags: ["a"], releases: false },
    { from: "RUNNING", to: "COMPLETED", tags: [], releases: false },
    { from: null, to: "PENDING", tags: ["a"], releases: true },
  ] as const)("$from to $to with tags $tags: $releases", async ({ from, to, tags, releases }) => {
    const { effects } = await underTaskRunRule(releaseTagSlots, { from, to, run: { id: "t", tags } });
    expect(effects).toEqual(releases ? [{ kind: "release-task-slots", task_run_id: "t", tags }] : []);
  });
});
