import { setTimeout as pause } from "node:timers/promises";
import type { Deployment, Flow } from "@millrace/contract";
import { createPostgresDatabase, startTestServer } from "@millrace/testing";
import { expect, test } from "vitest";
import { type Crew, emptyChronicle, produce, work } from "./fixtures/crew.ts";
import { startFleet } from "./fixtures/fleet.ts";
import { expireLeases, inspect, listMiscounted, listTaken, listUnfinished } from "./fixtures/inspect.ts";

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;
/** How long they are under fire; longer by hand. */
const millis = Number(process.env.MILLRACE_TEST_SECONDS_UNDER_FIRE ?? 20) * 1000;
const workers = 4;

test.skipIf(postgres === undefined)(
  "two servers on one PostgreSQL, one of them killed again and again, lose, double and leave behind nothing",
  { timeout: millis + 100_000 },
  async () => {
    const database = await createPostgresDatabase(postgres ?? "");
    // Looks ahead a few seconds only, so that schedules need the servers all the time.
    const settings = { databaseUrl: database.url, schedulerLoop: 1, schedulerMinTime: 10, leaseReaperLoop: 1, registerBlocks: false };
    const fleet = await startFleet(2, settings, Math.random);
    // Looks on, and serves nobody.
    const onlooker = await startTestServer({ databaseUrl: database.url });
    const { db } = onlooker.ctx;
    try {
      const flow = await fleet.post<Flow>("/flows/", { name: "under-fire" });
      const pool = "under-fire";
      await fleet.post("/work_pools/", { name: pool, type: "process" });
      const deploy = (body: object) => fleet.post<Deployment>("/deployments/", { flow_id: flow.id, work_pool_name: pool, ...body });
      const limited = await deploy({ name: "limited", concurrency_limit: 3 });
      const scheduled = await deploy({
        name: "scheduled",
        schedules: [{ schedule: { interval: 1, anchor_date: "2026-01-01T00:00:00Z" } }],
      });
      await fleet.post("/v2/concurrency_limits/", { name: "shared", limit: 6 });

      const crew: Crew = { fleet, chronicle: emptyChronicle(), pool, limit: "shared" };
      const [producing, working, watching] = [new AbortController(), new AbortController(), new AbortController()];
      const miscounted: object[] = [];
      const watch = async (): Promise<void> => {
        while (!watching.signal.aborted) {
          miscounted.push(...(await listMiscounted(db)));
          await pause(20);
        }
      };
      const watched = watch();
      const produced = produce(crew, limited.id, producing.signal);
      const worked = Promise.all(Array.from({ length: workers }, () => work(crew, working.signal)));
      worked.catch(() => undefined);
      let kills = 0;
      for (const until = Date.now() + millis; Date.now() < until; kills++) {
        await pause(300 + 1500 * Math.random());
        await fleet.replace(kills % 2);
      }
      producing.abort();
      await produced;
      const finished = expect.poll(() => crew.chronicle.open, { timeout: 30_000, interval: 50 }).toEqual(new Set());
      await Promise.race([worked, finished]);
      working.abort();
      await worked;
      expect(await listUnfinished(db, limited.id)).toEqual([]);
      await expireLeases(db);
      await expect.poll(() => listTaken(db), { timeout: 10_000, interval: 100 }).toEqual([]);
      watching.abort();
      await watched;

      expect(miscounted).toEqual([]);
      expect(await inspect(db, crew.chronicle, scheduled.id)).toEqual({ lost: [], wrong: [], missed: [] });
      expect(crew.chronicle.completed.size).toBeGreaterThan(kills);
      expect(crew.chronicle.abandoned.size).toBe(2);
    } finally {
      await fleet.end();
      await onlooker.stop();
      await database.drop();
    }
  },
);
