import type { Deployment, Flow, FlowRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { sql } from "kysely";
import { expect } from "vitest";
import { createPool, deploy } from "../work-pools/fixtures/pools.ts";
import { addUpCounts, hasCountChanges } from "./kept-counts.ts";

const createRun = (server: TestServer, body: object): Promise<FlowRun> => server.ask("POST", "/flow_runs/", body);
const runOf = (server: TestServer, { id }: Deployment): Promise<FlowRun> => server.ask("POST", `/deployments/${id}/create_flow_run`, {});
const set = (server: TestServer, { id }: FlowRun, state: { type: string; name?: string }) =>
  server.ask("POST", `/flow_runs/${id}/set_state`, { state, force: true });

/** How many there are by the kept counts, and how many a list shows. */
const countBothWays = async (server: TestServer, body: object): Promise<readonly [number, number]> => [
  await server.ask<number>("POST", "/flow_runs/count", body),
  (await server.ask<FlowRun[]>("POST", "/flow_runs/filter", body)).length,
];

onEveryDatabase("counts of runs that are kept", (it) => {
  it("are those of the runs, whatever becomes of these, before and after they are added up", async ({ server }) => {
    const pool = await createPool(server);
    const [one, other] = [await deploy(server, { work_pool_name: pool.name }), await deploy(server, {})];
    const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
    const runs = [
      await runOf(server, one),
      await runOf(server, one),
      await runOf(server, other),
      ...(await Promise.all(["PENDING", "RUNNING", "COMPLETED"].map((type) => createRun(server, { flow_id: flow.id, state: { type } })))),
    ] as const;
    await set(server, runs[0], { type: "RUNNING" });
    await set(server, runs[0], { type: "COMPLETED", name: "Cached" });
    await set(server, runs[1], { type: "CANCELLED" });

    const check = async (): Promise<number[]> => {
      const counts = await Promise.all(
        [
          {},
          { flow_runs: { state: { type: { any_: ["COMPLETED"] } } } },
          { flow_runs: { state: { name: { not_any_: ["Completed"] } } } },
          { flow_runs: { deployment_id: { is_null_: true } } },
          { flow_runs: { operator: "or_", deployment_id: { any_: [other.id] }, state: { name: { any_: ["Pending"] } } } },
          { flows: { id: { any_: [flow.id] } } },
          { deployments: { id: { any_: [one.id] } }, flow_runs: { state: { name: { any_: ["Cached"] } } } },
          { work_pools: { name: { any_: [pool.name] } } },
          { work_pool_queues: { id: { any_: [pool.default_queue_id] } } },
        ].map((body) => countBothWays(server, body)),
      );
      for (const [kept, counted] of counts) expect(kept).toBe(counted);
      return counts.map(([kept]) => kept);
    };
    expect(await check()).toEqual([6, 2, 5, 3, 2, 3, 1, 2, 2]);
    await addUpCounts(server.ctx);
    expect(await hasCountChanges(server.ctx.read)).toBe(false);
    expect(await check()).toEqual([6, 2, 5, 3, 2, 3, 1, 2, 2]);

    await server.ask("DELETE", `/flow_runs/${runs[0].id}`);
    await server.ask("DELETE", `/work_pools/${pool.name}`);
    expect(await check()).toEqual([5, 1, 4, 3, 2, 3, 0, 0, 0]);
    await server.ask("DELETE", `/flows/${flow.id}`);
    expect(await check()).toEqual([2, 0, 2, 0, 1, 0, 0, 0, 0]);
    await addUpCounts(server.ctx);
    expect(await check()).toEqual([2, 0, 2, 0, 1, 0, 0, 0, 0]);
    const { rows } = await sql<{ count: number }>`select count(*) as count from run_count where kind = 'flow_run'`.execute(server.ctx.read);
    expect(rows[0]?.count).toBe(2);
  });

  it("count task runs, also those that go with their flow run", async ({ server }) => {
    const count = () => server.ask<number>("POST", "/task_runs/count", {});
    const before = await count();
    const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
    const run = await createRun(server, { flow_id: flow.id });
    const task = (dynamic_key: string) => server.ask("POST", "/task_runs/", { flow_run_id: run.id, task_key: "t", dynamic_key });
    await Promise.all(["0", "1", "1"].map(task));
    expect(await count()).toBe(before + 2);
    await addUpCounts(server.ctx);
    expect(await count()).toBe(before + 2);
    await server.ask("DELETE", `/flow_runs/${run.id}`);
    expect(await count()).toBe(before);
  });
});
