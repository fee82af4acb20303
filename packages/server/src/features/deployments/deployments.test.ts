import type { CreatedFlowRun, Deployment, DeploymentSchedule, Flow, FlowRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const createFlow = (server: TestServer): Promise<Flow> =>
  server.ask<Flow>("POST", "/flows/", { name: uniqueName("deployed"), labels: { team: "x" } });

const deploy = async (server: TestServer, body: object = {}): Promise<Deployment> => {
  const flow = await createFlow(server);
  return server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d", ...body });
};

const get = (server: TestServer, { id }: Deployment): Promise<Deployment> => server.ask<Deployment>("GET", `/deployments/${id}`);
const unknown = "/deployments/00000000-0000-0000-0000-000000000000";
const daily = { cron: "0 9 * * *" };

onEveryDatabase("deployments", (it) => {
  it("hold parameters to patterns that other programs take for ever for, and refuse what would still take long", async ({ server }) => {
    const property = (pattern: string) => ({ type: "string", pattern });
    const properties = { a: property("^(a+)+$"), b: property("(a*)*\\1b") };
    const deployment = await deploy(server, { parameter_openapi_schema: { type: "object", properties } });
    const create = (parameters: object) => server.call<FlowRun>("POST", `/deployments/${deployment.id}/create_flow_run`, { parameters });
    expect(await create({ a: `${"a".repeat(60)}!` })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("does not match '^(a+)+$'") },
    });
    expect(await create({ b: "a".repeat(60) })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("takes more than 3000000 steps") },
    });
    expect(await create({ a: "aaa", b: "aab" })).toMatchObject({ status: 201 });
  });

  it("are stored once per flow and name; what is not sent stays, schedules are replaced", async ({ server }) => {
    const flow = await createFlow(server);
    const body = { flow_id: flow.id, name: "d", tags: ["a"], labels: { l: 1 }, entrypoint: "f.py:f", job_variables: { cpu: 2 } };
    const first = await server.call<Deployment>("POST", "/deployments/", { ...body, schedules: [{ schedule: daily, slug: "s" }] });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      labels: { team: "x", "prefect.flow.id": flow.id, l: 1 },
      status: "NOT_READY",
      paused: false,
      enforce_parameter_schema: true,
      parameter_openapi_schema: {},
      schedules: [{ slug: "s", active: true, schedule: { ...daily, timezone: null, day_or: true }, parameters: {} }],
    });

    const again = await server.call<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d", version: "2" });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      id: first.body.id,
      created: first.body.created,
      version: "2",
      tags: ["a"],
      entrypoint: "f.py:f",
      job_variables: { cpu: 2 },
      schedules: [],
    });
    await server.ask("PATCH", `/deployments/${first.body.id}`, { job_variables: null });
    expect((await get(server, first.body)).job_variables).toEqual({ cpu: 2 });
    await server.ask("PATCH", `/deployments/${first.body.id}`, { job_variables: {} });
    expect((await get(server, first.body)).job_variables).toEqual({});
    expect(await server.ask("GET", `/deployments/name/${encodeURIComponent(flow.name)}/d`)).toMatchObject({
      id: first.body.id,
      version: "2",
    });
  });

  it("are filtered, sorted, counted and deleted in bulk", async ({ server }) => {
    const flow = await createFlow(server);
    for (const name of ["b", "a", "c"]) await server.ask("POST", "/deployments/", { flow_id: flow.id, name, tags: [name] });
    const flows = { id: { any_: [flow.id] } };
    const names = async (body: object) =>
      (await server.ask<Deployment[]>("POST", "/deployments/filter", { flows, ...body })).map((each) => each.name);

    expect(await names({})).toEqual(["a", "b", "c"]);
    expect(await names({ sort: "NAME_DESC", limit: 2 })).toEqual(["c", "b"]);
    expect(await names({ deployments: { tags: { all_: ["b"] } } })).toEqual(["b"]);
    expect(await names({ deployments: { flow_or_deployment_name: { like_: flow.name } } })).toEqual(["a", "b", "c"]);
    expect(await server.ask("POST", "/deployments/count", { flows })).toBe(3);
    expect(await server.ask("POST", "/deployments/paginate", { flows, limit: 2, page: 2 })).toMatchObject({
      count: 3,
      pages: 2,
      results: [{ name: "c" }],
    });
    const ids = (await server.ask<Deployment[]>("POST", "/deployments/filter", { flows })).map((each) => each.id);
    expect(await server.ask("POST", "/deployments/bulk_delete", { deployments: { id: { any_: ids } }, limit: 2 })).toEqual({
      deleted: ids.slice(0, 2),
    });
    expect(await names({})).toEqual(["c"]);
  });

  it("refuse what cannot be meant, and leave nothing behind", async ({ server }) => {
    const flow = await createFlow(server);
    const create = (body: object) => server.call("POST", "/deployments/", { flow_id: flow.id, name: "q", ...body });
    expect(await create({ work_pool_name: "none" })).toMatchObject({ status: 404, body: { detail: 'Work pool "none" not found.' } });
    expect(await create({ name: "a/b" })).toMatchObject({ status: 422 });
    expect(await create({ schedules: [{ schedule: { cron: "nope" } }] })).toMatchObject({
      status: 422,
      body: {
        exception_detail: [{ loc: ["body", "schedules", 0, "schedule", "cron"], msg: 'Value error, Invalid cron string: "nope"' }],
        request_body: { flow_id: flow.id, name: "q", schedules: [{ schedule: { cron: "nope" } }] },
      },
    });
    expect(await create({ schedules: [{ schedule: { ...daily, timezone: "Mars/Base" } }] })).toMatchObject({ status: 422 });
    expect(await create({ schedules: [{ schedule: daily, max_scheduled_runs: 51 }] })).toMatchObject({
      status: 422,
      body: { exception_detail: [{ loc: ["body", "schedules", 0, "max_scheduled_runs"] }] },
    });
    const twice = { schedule: daily, slug: "z" };
    expect(await create({ schedules: [twice, twice] })).toMatchObject({ status: 409 });
    expect(await create({ parameters: { a: "x".repeat(600_000) } })).toMatchObject({ status: 422 });
    expect(await create({ flow_id: "00000000-0000-0000-0000-000000000000" })).toMatchObject({ status: 409 });
    expect(await server.ask("POST", "/deployments/count", { flows: { id: { any_: [flow.id] } } })).toBe(0);
    expect(await server.call("GET", unknown)).toMatchObject({ status: 404, body: { detail: "Deployment not found" } });
    expect(await server.call("PATCH", unknown, { paused: true })).toMatchObject({ status: 404, body: { detail: "Deployment not found." } });
    expect(await server.call("POST", `${unknown}/pause_deployment`)).toMatchObject({
      status: 404,
      body: { detail: "Deployment not found" },
    });
    expect(await server.call("POST", `${unknown}/schedule`, {})).toMatchObject({ status: 200, body: null });
  });

  it("are given no more runs at once than a server makes in good time", async ({ server }) => {
    const deployment = await deploy(server, { schedules: [{ schedule: { cron: "* * * * * *" } }] });
    const { status, body } = await server.call("POST", `/deployments/${deployment.id}/schedule`, { min_runs: 1e8, max_runs: 1e8 });
    expect({ status, body }).toMatchObject({ status: 422, body: { detail: expect.stringContaining("More than 10000 runs") } });
    expect(await server.ask("POST", "/flow_runs/count", { deployments: { id: { any_: [deployment.id] } } })).toBe(0);
  });

  it("change what a PATCH names and validate parameters each time", async ({ server }) => {
    const schema = { type: "object", properties: { a: { type: "integer" } }, required: ["a", "b"] };
    const deployment = await deploy(server, { parameter_openapi_schema: schema, parameters: { a: 1 }, description: "old" });
    const patch = (body: object) => server.call("PATCH", `/deployments/${deployment.id}`, body);
    expect((await patch({ description: null, tags: ["n"] })).status).toBe(204);
    expect(await get(server, deployment)).toMatchObject({ description: null, tags: ["n"], parameters: { a: 1 } });
    expect(await patch({ parameters: { a: "text" } })).toMatchObject({
      status: 409,
      body: { detail: "Error updating deployment: Validation failed for field 'a'. Failure reason: 'text' is not of type 'integer'" },
    });
    expect((await patch({ parameters: { a: { __prefect_kind: "json", value: "5" } } })).status).toBe(204);
    expect(await get(server, deployment)).toMatchObject({ parameters: { a: 5 } });
    expect(await patch({ parameters: { a: { __prefect_kind: "workspace_variable", variable_name: "x" } } })).toMatchObject({
      status: 400,
      body: { detail: "Error hydrating deployment parameters: Variable 'x' not found in workspace." },
    });
    expect(await patch({ work_pool_name: "none" })).toMatchObject({ status: 404, body: { detail: 'Work pool "none" not found.' } });
    expect(await patch({ name: "x" })).toMatchObject({ status: 422 });
  });

  it("get the queue they name, and lose it with the pool", async ({ server }) => {
    const deployment = await deploy(server, { work_queue_name: uniqueName("queue") });
    expect(deployment).toMatchObject({ work_pool_name: "default-agent-pool", work_queue_id: expect.any(String) });
    await server.call("PATCH", `/deployments/${deployment.id}`, { work_pool_name: null });
    expect(await get(server, deployment)).toMatchObject({ work_pool_name: null, work_queue_id: null, work_queue_name: null });
  });
});

onEveryDatabase("schedules of a deployment", (it) => {
  const list = (server: TestServer, { id }: Deployment): Promise<DeploymentSchedule[]> =>
    server.ask<DeploymentSchedule[]>("GET", `/deployments/${id}/schedules`);
  const slugs = async (server: TestServer, deployment: Deployment) => (await list(server, deployment)).map((each) => each.slug).toSorted();

  it("change one by one by their slugs; those not named stay", async ({ server }) => {
    const deployment = await deploy(server, {
      schedules: [
        { schedule: daily, slug: "a" },
        { schedule: daily, slug: "b", parameters: { p: 1 } },
      ],
    });
    const patch = (schedules: object[]) => server.call("PATCH", `/deployments/${deployment.id}`, { schedules });
    const before = await list(server, deployment);

    expect(
      (
        await patch([
          { slug: "a", active: false },
          { slug: "c", schedule: { interval: 999 } },
        ])
      ).status,
    ).toBe(204);
    expect(await slugs(server, deployment)).toEqual(["a", "b", "c"]);
    expect((await list(server, deployment)).find((each) => each.slug === "a")).toMatchObject({ active: false, schedule: daily });

    expect(
      (
        await patch([
          { slug: "a2", replaces: "a" },
          { slug: "a", replaces: "c" },
        ])
      ).status,
    ).toBe(204);
    expect(await slugs(server, deployment)).toEqual(["a", "a2", "b"]);
    const idOf = (schedules: DeploymentSchedule[], slug: string) => schedules.find((each) => each.slug === slug)?.id;
    expect(idOf(await list(server, deployment), "a2")).toBe(idOf(before, "a"));

    expect(await patch([{ slug: "zz", active: true }])).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("without a schedule configuration") },
    });
    expect(await patch([{ schedule: daily }])).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("provide a slug for each") },
    });
    expect(await patch([{ slug: "b", replaces: "a" }])).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("already exists") },
    });
    expect(
      await patch([
        { slug: "x", replaces: "a" },
        { slug: "y", replaces: "a" },
      ]),
    ).toMatchObject({ status: 422 });
    expect((await patch([])).status).toBe(204);
    expect(await slugs(server, deployment)).toEqual(["a", "a2", "b"]);
    expect((await patch([{ slug: "", schedule: daily }])).status).toBe(204);
    expect(await slugs(server, deployment)).toEqual(["", "a", "a2", "b"]);
  });

  it("are replaced as a whole where one has no slug", async ({ server }) => {
    const deployment = await deploy(server, { schedules: [{ schedule: daily }, { schedule: { cron: "0 1 * * *" }, slug: "b" }] });
    const kept = deployment.schedules.find((each) => each.slug === null);
    await server.call("PATCH", `/deployments/${deployment.id}`, { schedules: [{ schedule: daily }] });
    expect(await list(server, deployment)).toMatchObject([{ id: kept?.id, slug: null, schedule: daily }]);
    await server.call("PATCH", `/deployments/${deployment.id}`, { schedules: [] });
    expect(await list(server, deployment)).toEqual([]);
  });

  it("have routes of their own", async ({ server }) => {
    const deployment = await deploy(server);
    const base = `/deployments/${deployment.id}/schedules`;
    const added = await server.call<DeploymentSchedule[]>("POST", base, [{ schedule: { rrule: "FREQ=DAILY;BYHOUR=9" }, slug: "r" }]);
    expect(added).toMatchObject({
      status: 201,
      body: [{ schedule: { rrule: "DTSTART:20200101T000000\nFREQ=DAILY;BYHOUR=9", timezone: "UTC" } }],
    });
    const own = `${base}/${added.body[0]?.id}`;
    expect((await server.call("PATCH", own, { active: false })).status).toBe(204);
    expect(await list(server, deployment)).toMatchObject([{ active: false }]);
    expect(await server.call("PATCH", own, { schedule: { cron: "61 * * * *" } })).toMatchObject({
      status: 422,
      body: { exception_detail: [{ loc: ["body", "schedule", "cron"] }] },
    });
    expect(await server.call("POST", base, [{ schedule: daily, slug: "r" }])).toMatchObject({ status: 409 });
    expect((await server.call("DELETE", own)).status).toBe(204);
    expect(await server.call("DELETE", own)).toMatchObject({ status: 404, body: { detail: "Schedule not found." } });
    expect(await server.call("GET", `${unknown}/schedules`)).toMatchObject({ status: 404, body: { detail: "Deployment not found." } });
  });
});

onEveryDatabase("runs of a deployment", (it) => {
  const schema = { type: "object", properties: { a: { type: "integer" }, b: { type: "string" } }, required: ["a"] };

  it("take what they do not say from the deployment", async ({ server }) => {
    const deployment = await deploy(server, {
      parameters: { a: 1 },
      parameter_openapi_schema: schema,
      tags: ["d"],
      labels: { l: 1 },
      version: "7",
    });
    const path = `/deployments/${deployment.id}/create_flow_run`;
    const run = await server.call<FlowRun>("POST", path, { parameters: { b: "t" }, tags: ["r"], labels: { own: true } });
    expect(run.status).toBe(201);
    expect(run.body).toMatchObject({
      deployment_id: deployment.id,
      flow_id: deployment.flow_id,
      deployment_version: "7",
      parameters: { a: 1, b: "t" },
      labels: { team: "x", l: 1, own: true, "prefect.deployment.id": deployment.id },
      state_type: "SCHEDULED",
      job_variables: {},
      auto_scheduled: false,
    });
    expect(run.body.tags.toSorted()).toEqual(["d", "r"]);
    const keyed = await server.call<FlowRun>("POST", path, { idempotency_key: "k" });
    expect(await server.call("POST", path, { idempotency_key: "k", name: "other" })).toMatchObject({
      status: 200,
      body: { id: keyed.body.id },
    });
  });

  it("are refused when their parameters do not fit", async ({ server }) => {
    const deployment = await deploy(server, { parameter_openapi_schema: schema });
    const create = (body: object) => server.call("POST", `/deployments/${deployment.id}/create_flow_run`, body);
    expect(await create({})).toMatchObject({
      status: 409,
      body: { detail: "Error creating flow run: Validation failed. Failure reason: 'a' is a required property" },
    });
    expect(await create({ enforce_parameter_schema: false })).toMatchObject({ status: 201 });
    expect(await create({ parameters: { a: { __prefect_kind: "json", value: "{" } } })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining("Error hydrating flow run parameters: Invalid JSON: Expecting property name") },
    });
    expect(await create({ parameters: { a: 1 }, work_queue_name: "x" })).toMatchObject({ status: 400 });
    const body = { flow_id: deployment.flow_id, name: "x", enforce_parameter_schema: true, parameters: { a: "x" } };
    const refused = async (parameter_openapi_schema: object) => {
      const answer = await server.call<{ exception_detail: { msg: string }[] }>("POST", "/deployments/", {
        ...body,
        parameter_openapi_schema,
      });
      return { status: answer.status, texts: answer.body.exception_detail.map(({ msg }) => msg) };
    };
    const unfit = "Value error, Validation failed for field 'a'. Failure reason: 'x' is not of type 'integer'";
    expect(await refused(schema)).toEqual({ status: 422, texts: [unfit] });
    // Where a deployment is created, its schema is taken at its word: what it does not require is not null for that.
    expect(await refused({ ...schema, required: [] })).toEqual({ status: 422, texts: [unfit] });
    const none =
      "Value error, The provided schema is not a valid json schema. Schema error: 'whole' is not valid under any of the given schemas";
    expect(await refused({ properties: { a: { type: "whole" } } })).toEqual({ status: 422, texts: [none] });
    const circular = await deploy(server, { parameter_openapi_schema: { type: "object", $ref: "#" } });
    expect(await server.call("POST", `/deployments/${circular.id}/create_flow_run`, {})).toMatchObject({ status: 422 });
  });

  it("are created in bulk, each on its own", async ({ server }) => {
    const deployment = await deploy(server, { parameter_openapi_schema: schema, parameters: { a: 1 } });
    const path = `/deployments/${deployment.id}/create_flow_run/bulk`;
    const { results } = await server.ask<{ results: CreatedFlowRun[] }>("POST", path, [
      {},
      { parameters: { a: "x" } },
      {},
      { parameters: { a: { __prefect_kind: "workspace_variable", variable_name: "none" } } },
    ]);
    expect(results.map((each) => each.status)).toEqual(["CREATED", "FAILED", "CREATED", "FAILED"]);
    expect(results[3]?.error).toBe("Variable 'none' not found in workspace.");
    expect(results[1]?.error).toBe(
      "Parameter validation failed: Validation failed for field 'a'. Failure reason: 'x' is not of type 'integer'",
    );
    expect(
      await server.call(
        "POST",
        path,
        Array.from({ length: 101 }, () => ({})),
      ),
    ).toMatchObject({ status: 400 });
    expect(await server.call("POST", `${unknown}/create_flow_run/bulk`, [])).toMatchObject({ status: 404 });
  });

  it("are handed to who polls for them, which makes the deployment ready", async ({ server }) => {
    const deployment = await deploy(server);
    const path = `/deployments/${deployment.id}/create_flow_run`;
    const at = (time: string) => ({ state: { type: "SCHEDULED", state_details: { scheduled_time: time } } });
    const later = await server.ask<FlowRun>("POST", path, at("2026-03-01T00:00:00Z"));
    const sooner = await server.ask<FlowRun>("POST", path, at("2026-02-01T00:00:00Z"));
    const poll = (body: object) => server.ask<FlowRun[]>("POST", "/deployments/get_scheduled_flow_runs", body);
    expect((await poll({ deployment_ids: [deployment.id] })).map((run) => run.id)).toEqual([sooner.id, later.id]);
    expect((await poll({ deployment_ids: [deployment.id], scheduled_before: "2026-02-01T00:00:00Z" })).map((run) => run.id)).toEqual([
      sooner.id,
    ]);
    expect(await poll({ deployment_ids: [] })).toEqual([]);
    await expect
      .poll(() => get(server, deployment))
      .toMatchObject({ status: "READY", last_polled: expect.any(String), updated: deployment.updated });
  });

  it("that wait for their time go with the deployment, others stay", async ({ server }) => {
    const deployment = await deploy(server);
    const path = `/deployments/${deployment.id}/create_flow_run`;
    const waiting = await server.ask<FlowRun>("POST", path, {});
    const begun = await server.ask<FlowRun>("POST", path, {});
    await server.ask("POST", `/flow_runs/${begun.id}/set_state`, { state: { type: "PENDING" } });
    expect((await server.call("DELETE", `/deployments/${deployment.id}`)).status).toBe(204);
    expect((await server.call("DELETE", `/deployments/${deployment.id}`)).status).toBe(404);
    expect((await server.call("GET", `/flow_runs/${waiting.id}`)).status).toBe(404);
    expect(await server.ask("GET", `/flow_runs/${begun.id}`)).toMatchObject({ deployment_id: deployment.id });
  });
});
