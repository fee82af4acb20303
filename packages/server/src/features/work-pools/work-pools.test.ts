import type { FlowRun, WorkPool } from "@millrace/contract";
import { onEveryDatabase, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createPool, createQueue, deploy, listEventsOf, runAt } from "./fixtures/pools.ts";

const noStorage = { bundle_upload_step: null, bundle_execution_step: null, default_result_storage_block_id: null };
const template = {
  job_configuration: { command: "{{ command }}", env: { HOME: "{{ $HOME }}", KEY: "{{ prefect.blocks.secret.key }}" } },
  variables: {
    type: "object",
    properties: { command: { type: "string", default: "run" }, cpu: { type: "integer" } },
    required: ["cpu"],
  },
};

onEveryDatabase("work pools", (it) => {
  it("are created with a default queue, found, changed and deleted", async ({ server }) => {
    const pool = await createPool(server, { description: "d" });
    expect(pool).toMatchObject({
      type: "process",
      description: "d",
      status: "NOT_READY",
      is_paused: false,
      base_job_template: {},
      storage_configuration: noStorage,
      concurrency_limit: null,
      active_slots: null,
    });
    expect(await server.ask("GET", `/work_pools/${pool.name}`)).toEqual(pool);
    expect(await server.ask("GET", `/work_pools/${pool.name}/queues/default`)).toMatchObject({
      id: pool.default_queue_id,
      priority: 1,
      description: "The work pool's default queue.",
      work_pool_name: pool.name,
    });
    expect((await server.call("PATCH", `/work_pools/${pool.name}`, { concurrency_limit: 2, base_job_template: template })).status).toBe(
      204,
    );
    expect(await server.ask("GET", `/work_pools/${pool.name}`)).toMatchObject({
      concurrency_limit: 2,
      active_slots: 0,
      base_job_template: template,
      description: "d",
    });
    expect(await server.ask("POST", "/work_pools/filter", { work_pools: { name: { any_: [pool.name] } } })).toHaveLength(1);
    expect(await server.ask("POST", "/work_pools/count", { work_pools: { id: { any_: [pool.id] } } })).toBe(1);
    expect((await server.call("DELETE", `/work_pools/${pool.name}`)).status).toBe(204);
    expect(await server.call("GET", `/work_pools/${pool.name}`)).toMatchObject({
      status: 404,
      body: { detail: `Work pool "${pool.name}" not found.` },
    });
  });

  it("hide from old clients what those cannot read", async ({ server }) => {
    const pool = await createPool(server);
    const path = `/work_pools/${pool.name}`;
    const as = async (agent: string) =>
      (await server.send<WorkPool>({ method: "GET", path, headers: { "user-agent": `prefect/${agent} (API 0.8.4)` } })).body;
    expect(Object.keys((await as("3.3.7")).storage_configuration)).toEqual(["bundle_upload_step", "bundle_execution_step"]);
    expect((await as("3.3.8")).storage_configuration).toEqual(noStorage);
  });

  it("refuse names in use and names the protocol keeps for itself", async ({ server }) => {
    const { name } = await createPool(server);
    expect(await server.call("POST", "/work_pools/", { name })).toMatchObject({
      status: 409,
      body: { detail: "A work pool with this name already exists." },
    });
    for (const reserved of ["prefect", "Prefect-x", "PREFECTpool"]) {
      expect((await server.call("POST", "/work_pools/", { name: reserved })).status).toBe(403);
      expect((await server.call("DELETE", `/work_pools/${reserved}`)).status).toBe(403);
      expect((await server.call("PATCH", `/work_pools/${reserved}`, { description: "x" })).status).toBe(403);
      expect((await server.call("PATCH", `/work_pools/${reserved}`, { is_paused: true })).status).toBe(404);
    }
    for (const bad of [" ", `"'`, "a/b", ""]) expect((await server.call("POST", "/work_pools/", { name: bad })).status).toBe(422);
  });

  it("refuse templates that do not hold together", async ({ server }) => {
    const refusal = async (base_job_template: object) =>
      (
        await server.call<{ detail?: string; exception_detail?: [{ msg: string }] }>("POST", "/work_pools/", {
          name: uniqueName("bad"),
          base_job_template,
        })
      ).body;
    expect((await refusal({ variables: {} })).exception_detail?.[0].msg).toContain("must contain both");
    const undeclared = { job_configuration: { a: ["{{ x }}", "{{ y }}"] }, variables: { properties: { x: {} } } };
    expect((await refusal(undeclared)).exception_detail?.[0].msg).toContain("undeclared variable(s): y.");
    const noSchema = { job_configuration: { a: "{{ x }}" }, variables: { properties: { x: { type: "nonsense" } } } };
    const notValid = "Invalid schema: 'nonsense' is not valid under any of the given schemas";
    expect((await refusal(noSchema)).detail).toBe(notValid);
    const changed = await createPool(server);
    expect((await server.call("PATCH", `/work_pools/${changed.name}`, { base_job_template: noSchema })).status).toBe(204);
    const { id: flow_id } = await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("checked") });
    const deployed = { flow_id, name: "d", work_pool_name: changed.name, job_variables: { x: 1 } };
    expect(await server.call("POST", "/deployments/", deployed)).toMatchObject({ status: 422, body: { detail: notValid } });
    const { id } = await server.ask<{ id: string }>("POST", "/deployments/", { ...deployed, job_variables: {} });
    const run = await server.call("POST", `/deployments/${id}/create_flow_run`, { job_variables: { x: 1 } });
    expect(run).toMatchObject({ status: 422, body: { detail: notValid } });
    const wrongDefault = {
      job_configuration: { a: "{{ x }}" },
      variables: { properties: { x: { type: "integer", default: "one" } } },
    };
    expect((await refusal(wrongDefault)).detail).toMatch(/^Validation failed for work pool's job variable defaults: .*'x'/);
  });

  it("are paused and go on, and tell of it", async ({ server }) => {
    const pool = await createPool(server);
    const patch = (body: object) => server.call("PATCH", `/work_pools/${pool.name}`, body);
    await patch({ is_paused: true });
    expect(await server.ask("GET", `/work_pools/${pool.name}`)).toMatchObject({ status: "PAUSED", is_paused: true });
    await server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w" });
    expect(await server.ask("GET", `/work_pools/${pool.name}`)).toMatchObject({ status: "PAUSED" });
    await patch({ is_paused: false });
    expect(await server.ask("GET", `/work_pools/${pool.name}`)).toMatchObject({ status: "READY", is_paused: false });
    await patch({ description: "new" });
    await patch({ description: "new" });

    const told = await listEventsOf(server, `prefect.work-pool.${pool.id}`);
    expect(told.map(({ event }) => event.replace("prefect.work-pool.", ""))).toEqual([
      "created",
      "not-ready",
      "paused",
      "ready",
      "updated",
    ]);
    expect(told[0]?.related).toEqual([
      { "prefect.resource.id": `prefect.work-queue.${pool.default_queue_id}`, "prefect.resource.role": "default-queue" },
    ]);
    expect(told[3]).toMatchObject({
      follows: told[2]?.id,
      resource: { "prefect.resource.name": pool.name, "prefect.work-pool.type": "process" },
    });
    expect(told[4]?.payload).toEqual({ updated_fields: ["description"], updates: { description: { from: null, to: "new" } } });
  });

  it("of agents have no status", async ({ server }) => {
    const pool = await createPool(server, { type: "prefect-agent" });
    expect(pool.status).toBeNull();
    await server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w" });
    await server.ask("PATCH", `/work_pools/${pool.name}`, { is_paused: true });
    expect(await server.ask("GET", `/work_pools/${pool.name}`)).toMatchObject({ status: null, is_paused: true });
  });

  it("leave their runs behind when they go", async ({ server }) => {
    const pool = await createPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const run = await runAt(server, deployment, server.clock.now());
    expect(deployment).toMatchObject({ work_queue_name: "default" });
    expect(run).toMatchObject({ work_pool_name: pool.name, work_queue_id: pool.default_queue_id, work_queue_name: "default" });
    await server.ask("DELETE", `/work_pools/${pool.name}`);
    expect(await server.ask("GET", `/flow_runs/${run.id}`)).toMatchObject({ work_queue_id: null, work_pool_name: null });
    expect(await server.ask("GET", `/deployments/${deployment.id}`)).toMatchObject({ work_queue_id: null, work_pool_name: null });
    const told = await listEventsOf(server, `prefect.work-queue.${pool.default_queue_id}`);
    expect(told.map(({ event }) => event)).toEqual(["prefect.work-queue.created", "prefect.work-queue.deleted"]);
  });

  it("show which runs take their slots", async ({ server }) => {
    const pool = await createPool(server, { concurrency_limit: 5 });
    const queue = await createQueue(server, pool, { name: "q", concurrency_limit: 3 });
    const deployment = await deploy(server, { work_pool_name: pool.name, work_queue_name: "q" });
    const runs: FlowRun[] = [];
    for (const types of [["PENDING"], ["RUNNING"], ["RUNNING", "CANCELLING"], [], ["RUNNING", "COMPLETED"]]) {
      const run = await runAt(server, deployment, server.clock.now());
      for (const type of types) await server.ask("POST", `/flow_runs/${run.id}/set_state`, { state: { type }, force: true });
      runs.push(run);
    }
    expect(await server.ask("GET", `/work_pools/${pool.name}`)).toMatchObject({ active_slots: 2 });
    expect(await server.ask("GET", `/work_pools/${pool.name}/queues/q`)).toMatchObject({ active_slots: 2 });
    // Agents of old count runs that are being cancelled, too.
    expect(await server.ask("GET", `/work_queues/${queue.id}`)).toMatchObject({ active_slots: 3 });
    const listed = await server.ask("POST", "/work_queues/filter", { work_queues: { id: { any_: [queue.id] } } });
    expect(listed).toMatchObject([{ active_slots: 3 }]);
    expect(await server.ask("POST", `/work_pools/${pool.name}/concurrency_status`, { flow_run_limit: 1 })).toMatchObject({
      active_slots: 2,
      concurrency_limit: 5,
      count: 2,
      pages: 1,
      queues: [
        { queue_name: "default", active_slots: 0, flow_runs: [] },
        { queue_name: "q", active_slots: 2, concurrency_limit: 3, flow_run_count: 2, flow_runs: [{ state_type: "PENDING" }] },
      ],
    });
    expect(await server.ask("POST", `/work_queues/${queue.id}/concurrency_status`, { limit: 2, page: 2 })).toMatchObject({
      active_slots: 3,
      count: 3,
      pages: 2,
      page: 2,
      flow_runs: [
        {
          id: runs
            .map(({ id }) => id)
            .slice(0, 3)
            .sort()[2],
        },
      ],
    });
  });

  it("hold the job variables of deployments and runs against their template", async ({ server }) => {
    const pool = await createPool(server, { base_job_template: template });
    const cpu = (value: unknown) => ({ job_variables: { cpu: value } });
    const flow = await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("checked") });
    const bad = { flow_id: flow.id, name: "d", work_pool_name: pool.name, ...cpu("many") };
    expect(await server.call("POST", "/deployments/", bad)).toMatchObject({
      status: 422,
      body: { detail: "Error creating deployment: Validation failed for field 'cpu'. Failure reason: 'many' is not of type 'integer'" },
    });
    const { id } = await server.ask<{ id: string }>("POST", "/deployments/", { ...bad, job_variables: {} });
    expect(await server.call("PATCH", `/deployments/${id}`, { work_pool_name: pool.name, ...cpu("many") })).toMatchObject({
      status: 409,
      body: { detail: `Error creating deployment: <ValidationError: "'many' is not of type 'integer'">` },
    });
    const create = (body: object) => server.call<{ id: string }>("POST", `/deployments/${id}/create_flow_run`, body);
    expect(await create({})).toMatchObject({ status: 422, body: { detail: expect.stringContaining("'cpu' is a required property") } });
    const run = await create(cpu(1));
    expect(run.status).toBe(201);
    expect(await server.call("PATCH", `/flow_runs/${run.body.id}`, cpu("many"))).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/^Error updating flow run: /) },
    });
    expect((await server.call("PATCH", `/flow_runs/${run.body.id}`, cpu(2))).status).toBe(204);
  });
});
