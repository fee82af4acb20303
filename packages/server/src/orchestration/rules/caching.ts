/** Rules that spare a task what was already computed under the same cache key. */

import { anyOrigin, defineTaskRunRule, reject } from "../rule.ts";
import { andThen } from "../rule-store.ts";

/** A task about to run takes the state kept under its key instead. */
export const takeCachedState = defineTaskRunRule({
  name: "take-cached-state",
  from: anyOrigin,
  to: ["RUNNING"],
  decide({ proposed, store, now }) {
    const { cache_key, refresh_cache } = proposed.state_details;
    if (!cache_key || refresh_cache) return undefined;
    return andThen(store.findCachedState(cache_key, now), (cached) =>
      cached === undefined ? undefined : reject({ ...cached, name: "Cached" }, "Retrieved state from cache"),
    );
  },
});

/** A completed state is kept under its key. One whose key is too long is stored all the same, and only not found again. */
export const keepInCache = defineTaskRunRule({
  name: "keep-in-cache",
  from: anyOrigin,
  to: ["COMPLETED"],
  decide({ proposed, settings: { maxCacheKeyLength } }) {
    const key = proposed.state_details.cache_key ?? "";
    if (key.length <= maxCacheKeyLength || [...key].length <= maxCacheKeyLength) return undefined;
    return reject(proposed, `Cache key exceeded maximum allowed length of ${maxCacheKeyLength} characters.`);
  },
  after({ state }) {
    const { cache_key, cache_expiration } = state.state_details;
    return cache_key ? [{ kind: "insert-cache", cache_key, cache_expiration, task_run_state_id: state.id }] : [];
  },
});
