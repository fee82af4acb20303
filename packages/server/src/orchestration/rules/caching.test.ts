import { describe, expect, test, vi } from "vitest";
import { aState, later, now, summary, underTaskRunRule } from "../fixtures.ts";
import { defaultRuleSettings } from "../rule.ts";
import { keepInCache, takeCachedState } from "./caching.ts";

const cached = aState({
  type: "COMPLETED",
  name: "Done",
  data: { storage_key: "k" },
  details: { cache_key: "key", task_run_id: "another" },
});

describe("take-cached-state", () => {
  test.each([
    { details: { cache_key: "key" }, hit: true, says: "REJECT | COMPLETED Cached | Retrieved state from cache" },
    { details: { cache_key: "key", refresh_cache: true }, hit: true, says: "ACCEPT | RUNNING Running" },
    { details: { cache_key: "key", refresh_cache: false }, hit: false, says: "ACCEPT | RUNNING Running" },
    { details: { cache_key: null }, hit: true, says: "ACCEPT | RUNNING Running" },
    { details: { cache_key: "" }, hit: true, says: "ACCEPT | RUNNING Running" },
  ])("$details, kept: $hit", async ({ details, hit, says }) => {
    const store = { findCachedState: () => (hit ? cached : undefined) };
    const given = { from: null, to: { type: "RUNNING", details }, store } as const;
    expect(summary(await underTaskRunRule(takeCachedState, given))).toBe(says);
  });

  test("the cached state becomes a state of this run, of now", async () => {
    const findCachedState = vi.fn(() => cached);
    const to = { type: "RUNNING", details: { cache_key: "key" } } as const;
    const { state } = await underTaskRunRule(takeCachedState, {
      from: "PENDING",
      to,
      run: { id: "t", flow_run_id: "f" },
      store: { findCachedState },
    });
    expect(findCachedState).toHaveBeenCalledWith("key", now);
    expect(state).toMatchObject({ id: "id-1", timestamp: now, data: { storage_key: "k" } });
    expect(state?.state_details).toMatchObject({ cache_key: "key", task_run_id: "t", flow_run_id: "f" });
  });
});

describe("keep-in-cache", () => {
  const complete = (cache_key: string | null) =>
    underTaskRunRule(keepInCache, { from: "RUNNING", to: { type: "COMPLETED", details: { cache_key, cache_expiration: later } } });

  test("a completed state is kept under its key", async () => {
    expect((await complete("key")).effects).toEqual([
      { kind: "insert-cache", cache_key: "key", cache_expiration: later, task_run_state_id: "id-1" },
    ]);
  });

  test.each([null, ""])("without a key (%j) nothing is kept", async (key) => {
    expect(await complete(key)).toMatchObject({ status: "ACCEPT", effects: [] });
  });

  test("a key is as long as its characters, not its code units", async () => {
    expect((await complete("🦆".repeat(2000))).status).toBe("ACCEPT");
  });

  test("a state whose key is too long is stored as it is, and not kept in the cache", async () => {
    const outcome = await complete("k".repeat(2001));
    expect(summary(outcome)).toBe("REJECT | COMPLETED Completed | Cache key exceeded maximum allowed length of 2000 characters.");
    expect(outcome.state?.state_details.cache_key).toHaveLength(2001);
    expect(outcome.effects).toEqual([]);
  });

  test("the longest key is a setting", async () => {
    const settings = { ...defaultRuleSettings, maxCacheKeyLength: 3 };
    const to = { type: "COMPLETED", details: { cache_key: "four" } } as const;
    const { details } = await underTaskRunRule(keepInCache, { from: "RUNNING", to, settings });
    expect(details.reason).toBe("Cache key exceeded maximum allowed length of 3 characters.");
  });
});
