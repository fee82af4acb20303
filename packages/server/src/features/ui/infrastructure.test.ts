import type { CreatedConcurrencyLimit, PooledWorker, SlotLease } from "@millrace/contract";
import { onEveryDatabase, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createPool } from "../work-pools/fixtures/pools.ts";
import { aRun, newFlow } from "./fixtures/runs.ts";

onEveryDatabase("pages about infrastructure", (it) => {
  it("list the workers of all pools", async ({ server }) => {
    const pools = [await createPool(server), await createPool(server)];
    for (const pool of pools) {
      await server.clock.advance("1s");
      await server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w", heartbeat_interval_seconds: 1 });
    }
    const names = pools.map(({ name }) => name);
    const list = async (): Promise<PooledWorker[]> => {
      const workers = await server.ask<PooledWorker[]>("POST", "/ui/workers/filter", {});
      return workers.filter(({ work_pool_name }) => names.includes(work_pool_name));
    };
    expect(await list()).toEqual(
      pools
        .toReversed()
        .map(({ id, name }) => expect.objectContaining({ name: "w", work_pool_id: id, work_pool_name: name, status: "ONLINE" })),
    );
    await server.clock.advance("1h");
    expect((await list()).map(({ status }) => status)).toEqual(["OFFLINE", "OFFLINE"]);
    expect(await server.ask("POST", "/ui/workers/filter", { limit: 1 })).toHaveLength(1);
  });

  it("say who holds slots of a limit", async ({ server }) => {
    const limit = await server.ask<CreatedConcurrencyLimit>("POST", "/v2/concurrency_limits/", { name: uniqueName("limit"), limit: 3 });
    const run = await aRun(server, await newFlow(server), { type: "RUNNING" });
    const claim = (others: object) =>
      server.ask("POST", "/v2/concurrency_limits/increment-with-lease", { names: [limit.name], slots: 1, ...others });
    await claim({ holder: { type: "flow_run", id: run.id } });
    await server.clock.advance("1s");
    await claim({ slots: 2 });
    const leases = await server.ask<SlotLease[]>("POST", `/ui/concurrency_limits/${limit.id}/leases/filter`, {});
    expect(leases).toMatchObject([
      { slots: 1, holder: { type: "flow_run", id: run.id, name: run.name } },
      { slots: 2, holder: null },
    ]);
    expect(await server.ask("POST", `/ui/concurrency_limits/${limit.id}/leases/filter`, { limit: 1, offset: 1 })).toEqual([leases[1]]);
    expect((await server.call("POST", `/ui/concurrency_limits/${run.id}/leases/filter`, {})).status).toBe(404);
  });
});
