import { expect, test } from "vitest";
import { nextOffline } from "./worker-table.tsx";

const worker = (status: "ONLINE" | "OFFLINE", last_heartbeat_time: string | null, heartbeat_interval_seconds: number | null) => ({
  id: "w",
  created: "2026-11-22T00:00:00Z",
  updated: "2026-11-22T00:00:00Z",
  name: "w",
  work_pool_id: "p",
  status,
  last_heartbeat_time,
  heartbeat_interval_seconds,
});

test("asks again when the first online worker would have missed three of its heartbeats", () => {
  expect(
    nextOffline([
      worker("ONLINE", "2026-11-22T00:01:00Z", 60),
      worker("ONLINE", "2026-11-22T00:01:00Z", null),
      worker("OFFLINE", "2026-11-22T00:00:00Z", 1),
      worker("ONLINE", null, 1),
    ]),
  ).toBe(Date.parse("2026-11-22T00:02:30Z"));
  expect(nextOffline([worker("OFFLINE", "2026-11-22T00:00:00Z", 30)])).toBeUndefined();
});
