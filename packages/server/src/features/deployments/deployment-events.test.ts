import type { Deployment, Flow, GlobalConcurrencyLimit } from "@millrace/contract";
import { onEveryDatabase } from "@millrace/testing";
import { expect } from "vitest";
import { createPool, deploy, listEventsOf } from "../work-pools/fixtures/pools.ts";

const told = (...[server, { id }]: readonly [Parameters<typeof listEventsOf>[0], Pick<Deployment, "id">]) =>
  listEventsOf(server, `prefect.deployment.${id}`);

onEveryDatabase("the events of a deployment", (it) => {
  it("tell that it came and went, with what it belongs to", async ({ server }) => {
    const pool = await createPool(server);
    const limit = await server.ask<GlobalConcurrencyLimit>("POST", "/v2/concurrency_limits/", { name: `limit-${pool.name}`, limit: 3 });
    const deployment = await deploy(server, { work_pool_name: pool.name, global_concurrency_limit_id: limit.id });
    await server.ask("DELETE", `/deployments/${deployment.id}`);

    const flow = await server.ask<Flow>("GET", `/flows/${deployment.flow_id}`);
    const same = {
      resource: { "prefect.resource.id": `prefect.deployment.${deployment.id}`, "prefect.resource.name": "d" },
      related: [
        { "prefect.resource.id": `prefect.flow.${flow.id}`, "prefect.resource.name": flow.name, "prefect.resource.role": "flow" },
        {
          "prefect.resource.id": `prefect.work-queue.${deployment.work_queue_id}`,
          "prefect.resource.name": "default",
          "prefect.resource.role": "work-queue",
        },
        {
          "prefect.resource.id": `prefect.work-pool.${pool.id}`,
          "prefect.resource.name": pool.name,
          "prefect.work-pool.type": "process",
          "prefect.resource.role": "work-pool",
        },
        { "prefect.resource.id": `prefect.concurrency-limit.${limit.id}`, "prefect.resource.role": "concurrency-limit" },
      ],
      payload: {},
      follows: null,
      id: expect.any(String),
    };
    expect(await told(server, deployment)).toEqual([
      { ...same, event: "prefect.deployment.created" },
      { ...same, event: "prefect.deployment.deleted" },
    ]);
  });

  it("tell of a change what was and what is, and nothing when all is the same", async ({ server }) => {
    const body = { tags: ["a"], parameters: { x: 1, y: 2 }, job_variables: { cpu: 1 } };
    const deployment = await deploy(server, body);
    const again = { ...body, flow_id: deployment.flow_id, name: "d", parameters: { y: 2, x: 1 } };
    await server.ask("POST", "/deployments/", again);
    await server.ask("PATCH", `/deployments/${deployment.id}`, { paused: false, schedules: [] });
    expect(await told(server, deployment)).toHaveLength(1);

    await server.ask("POST", "/deployments/", { ...again, version: "2", job_variables: { cpu: 2 } });
    await server.ask("PATCH", `/deployments/${deployment.id}`, { paused: true, description: "new" });
    const [, first, second, ...others] = await told(server, deployment);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ event: "prefect.deployment.updated", related: [{ "prefect.resource.role": "flow" }] });
    expect(first?.payload).toEqual({
      updated_fields: ["infra_overrides", "version"],
      updates: { infra_overrides: { from: { cpu: 1 }, to: { cpu: 2 } }, version: { from: null, to: "2" } },
    });
    expect(second?.payload).toEqual({
      updated_fields: ["description", "paused"],
      updates: { description: { from: null, to: "new" }, paused: { from: false, to: true } },
    });
  });

  it("are told for each that is deleted in bulk", async ({ server }) => {
    const [one, other] = [await deploy(server, {}), await deploy(server, {})];
    await server.ask("POST", "/deployments/bulk_delete", { deployments: { id: { any_: [one.id, other.id] } } });
    for (const each of [one, other]) {
      expect((await told(server, each)).map(({ event }) => event)).toEqual(["prefect.deployment.created", "prefect.deployment.deleted"]);
    }
  });
});
