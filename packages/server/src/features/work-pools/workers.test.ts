import type { Worker, WorkPool } from "@millrace/contract";
import { onEveryDatabase, type TestServer } from "@millrace/testing";
import { expect } from "vitest";
import { createPool } from "./fixtures/pools.ts";

const beat = (server: TestServer, pool: WorkPool, body: object) => server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, body);

const list = (server: TestServer, pool: WorkPool, workers: object | null = null): Promise<Worker[]> =>
  server.ask<Worker[]>("POST", `/work_pools/${pool.name}/workers/filter`, { workers });

onEveryDatabase("workers", (it) => {
  it("are known by their signs of life and lift their pool", async ({ server }) => {
    const pool = await createPool(server);
    await beat(server, pool, { name: "a", heartbeat_interval_seconds: 10, metadata: { unknown: true } });
    await server.clock.advance("1s");
    await beat(server, pool, { name: "b" });
    expect(await server.ask("GET", `/work_pools/${pool.name}`)).toMatchObject({ status: "READY" });
    const workers = await list(server, pool);
    expect(workers).toMatchObject([
      { name: "b", status: "ONLINE", heartbeat_interval_seconds: null, work_pool_id: pool.id },
      { name: "a", status: "ONLINE", heartbeat_interval_seconds: 10 },
    ]);
    await beat(server, pool, { name: "a" });
    const [again] = await list(server, pool);
    expect(again).toMatchObject({ id: workers[1]?.id, name: "a", heartbeat_interval_seconds: 10 });
  });

  it("are online for three of their own beats", async ({ server }) => {
    const pool = await createPool(server);
    await beat(server, pool, { name: "quick", heartbeat_interval_seconds: 1 });
    await beat(server, pool, { name: "usual" });
    const online = { status: { any_: ["ONLINE"] } };
    await server.clock.advance("2.9s");
    expect(await list(server, pool, online)).toHaveLength(2);
    await server.clock.advance("1s");
    expect(await list(server, pool, online)).toMatchObject([{ name: "usual" }]);
    expect(await list(server, pool, { status: { not_any_: ["ONLINE"] } })).toMatchObject([{ name: "quick", status: "OFFLINE" }]);
    expect(await list(server, pool, { status: { any_: [] } })).toEqual([]);
    await server.clock.advance("90s");
    expect(await list(server, pool, online)).toEqual([]);
  });

  it("are forgotten, and unknown pools are said to be", async ({ server }) => {
    const pool = await createPool(server);
    await beat(server, pool, { name: "w" });
    const path = `/work_pools/${pool.name}/workers/w`;
    expect((await server.call("DELETE", path)).status).toBe(204);
    expect(await server.call("DELETE", path)).toMatchObject({ status: 404, body: { detail: "Worker not found." } });
    const unknown = { status: 404, body: { detail: 'Work pool "none" not found.' } };
    expect(await server.call("POST", "/work_pools/none/workers/heartbeat", { name: "w" })).toMatchObject(unknown);
    expect(await server.call("POST", "/work_pools/none/workers/filter", {})).toMatchObject(unknown);
    expect((await server.call("POST", `/work_pools/${pool.name}/workers/heartbeat`, {})).status).toBe(422);
  });
});
