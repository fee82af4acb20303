import type { Deployment, Flow, FlowRun, ReceivedEvent } from "@millrace/contract";
import { onEveryDatabase, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

onEveryDatabase("flows", (it) => {
  it("are stored once per name and found again", async ({ server }) => {
    const name = uniqueName("flow");
    const first = await server.call<Flow>("POST", "/flows/", { name, tags: ["a"], labels: { team: "x", n: 1 } });
    const again = await server.call<Flow>("POST", "/flows/", { name, tags: ["b"] });

    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ name, tags: ["a"], labels: { team: "x", n: 1 } });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(await server.ask("GET", `/flows/${first.body.id}`)).toEqual(first.body);
    expect(await server.ask("GET", `/flows/name/${encodeURIComponent(name)}`)).toEqual(first.body);
  });

  it("are found, as deployments are, by one run that meets all that is asked of runs and of task runs", async ({ server }) => {
    const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("both") });
    const pool = await server.ask<{ name: string }>("POST", "/work_pools/", { name: uniqueName("pool"), type: "process" });
    const deploy = (name: string, body: object = {}) =>
      server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name, ...body });
    const [served] = [await deploy("served"), await deploy("pooled", { work_pool_name: pool.name })];
    const run = (type: string) =>
      server.ask<FlowRun>("POST", "/flow_runs/", { flow_id: flow.id, deployment_id: served.id, state: { type } });
    const [failed] = [await run("FAILED"), await run("COMPLETED")];
    await server.ask("POST", "/task_runs/", { flow_run_id: failed.id, task_key: "t", dynamic_key: "0", state: { type: "COMPLETED" } });

    const count = (noun: string, body: object) =>
      server.ask<number>("POST", `/${noun}/count`, { flows: { id: { any_: [flow.id] } }, ...body });
    const inState = (type: string) => ({ state: { type: { any_: [type] } } });
    for (const noun of ["flows", "deployments"]) {
      expect(await count(noun, { flow_runs: inState("FAILED"), task_runs: inState("COMPLETED") })).toBe(1);
      expect(await count(noun, { flow_runs: inState("COMPLETED"), task_runs: inState("COMPLETED") })).toBe(0);
      // A filter that asks for nothing asks for a row all the same.
      expect(await count(noun, { flow_runs: inState("COMPLETED"), task_runs: {} })).toBe(0);
      expect(await count(noun, { flow_runs: {}, task_runs: {} })).toBe(1);
    }
    const inPool = { work_pools: { name: { any_: [pool.name] } } };
    expect(await count("flows", { ...inPool, deployments: { name: { any_: ["pooled"] } } })).toBe(1);
    expect(await count("flows", { ...inPool, deployments: { name: { any_: ["served"] } } })).toBe(0);
  });

  it("are filtered by name, tag and deployment, and counted by page", async ({ server }) => {
    const mark = uniqueName("page");
    for (const letter of ["c", "a", "b"]) await server.ask("POST", "/flows/", { name: `${mark}-${letter}`, tags: [mark, letter] });
    const names = async (body: object): Promise<string[]> =>
      (await server.ask<Flow[]>("POST", "/flows/filter", body)).map((flow) => flow.name);

    expect(await names({ flows: { name: { like_: mark.toUpperCase() } } })).toEqual([`${mark}-a`, `${mark}-b`, `${mark}-c`]);
    expect(await names({ flows: { tags: { all_: [mark, "b"] } } })).toEqual([`${mark}-b`]);
    expect(await names({ flows: { name: { any_: [] } } })).toEqual([]);
    expect(await names({ flows: { tags: { all_: [mark] }, deployment: { is_null_: false } } })).toEqual([]);
    expect(
      await names({ flows: { operator: "or_", name: { any_: [`${mark}-c`] }, tags: { all_: [mark, "a"] } }, sort: "NAME_DESC" }),
    ).toEqual([`${mark}-c`, `${mark}-a`]);
    expect(await server.ask("POST", "/flows/paginate", { flows: { tags: { all_: [mark] } }, limit: 2, page: 2 })).toMatchObject({
      count: 3,
      limit: 2,
      pages: 2,
      page: 2,
      results: [{ name: `${mark}-c` }],
    });
    expect(await server.ask("POST", "/flows/count", { flows: { tags: { all_: [mark] } } })).toBe(3);
  });

  it("are found by related rows, even where a filter says nothing else of these", async ({ server }) => {
    const mark = uniqueName("related");
    const ids: string[] = [];
    for (const letter of ["a", "b"]) {
      const flow = await server.ask<Flow>("POST", "/flows/", { name: `${mark}-${letter}`, tags: [mark] });
      ids.push(flow.id);
    }
    await server.ask("POST", "/flow_runs/", { flow_id: ids[0], name: "run" });
    const count = (filter: object) => server.ask<number>("POST", "/flows/count", { flows: { tags: { all_: [mark] } }, ...filter });
    const noFilters = [{}, { flow_runs: null }];
    const vacuous = [{ flow_runs: {} }, { flow_runs: { tags: { all_: [] } } }, { flow_runs: { name: { like_: "" } } }];
    for (const filter of noFilters) expect(await count(filter)).toBe(2);
    for (const filter of vacuous) expect(await count(filter)).toBe(1);
    expect(await count({ flow_runs: {}, deployments: {} })).toBe(0);
    // A run without a key is not among those with another one.
    expect(await count({ flow_runs: { idempotency_key: { not_any_: ["other"] } } })).toBe(0);
  });

  it("tell of their changes", async ({ server }) => {
    const heard: ReceivedEvent[] = [];
    const stop = await server.ctx.tail.listen((events) => heard.push(...events));
    const input = { name: uniqueName("told"), tags: ["a"], labels: { team: "x" } };
    const [{ id }, other] = [
      await server.ask<Flow>("POST", "/flows/", input),
      await server.ask<Flow>("POST", "/flows/", { name: uniqueName("told") }),
    ];
    await server.ask("POST", "/flows/", input);
    await server.ask("PATCH", `/flows/${id}`, { tags: ["b"] });
    await server.ask("DELETE", `/flows/${id}`);
    await server.ask("POST", "/flows/bulk_delete", { flows: { id: { any_: [other.id] } } });
    const told = (flow: string) => heard.filter(({ resource }) => resource["prefect.resource.id"] === `prefect.flow.${flow}`);
    await expect.poll(() => server.clock.advance("1s").then(() => told(other.id).length), { timeout: 15_000 }).toBe(2);
    stop();
    expect(told(id).map(({ event, resource, payload }) => [event, resource["prefect.resource.name"], payload])).toEqual([
      ["prefect.flow.created", input.name, input],
      ["prefect.flow.updated", input.name, { ...input, tags: ["b"] }],
      ["prefect.flow.deleted", input.name, { ...input, tags: ["b"] }],
    ]);
    expect(told(other.id).map(({ event }) => event)).toEqual(["prefect.flow.created", "prefect.flow.deleted"]);
  });

  it("change tags and go away", async ({ server }) => {
    const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("gone") });
    expect((await server.call("PATCH", `/flows/${flow.id}`, { tags: ["new"] })).status).toBe(204);
    expect(await server.ask("GET", `/flows/${flow.id}`)).toMatchObject({ tags: ["new"] });
    expect((await server.call("DELETE", `/flows/${flow.id}`)).status).toBe(204);
    expect(await server.call("GET", `/flows/${flow.id}`)).toMatchObject({ status: 404, body: { detail: "Flow not found" } });
    expect((await server.call("DELETE", `/flows/${flow.id}`)).status).toBe(404);
  });

  it("refuse what does not fit, naming field and value", async ({ server }) => {
    const answer = await server.call<{ exception_detail: unknown[] }>("POST", "/flows/", { name: "a/b", bogus: 1 });
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({
      exception_message: "Invalid request received.",
      exception_detail: [
        {
          type: "string_pattern_mismatch",
          loc: ["body", "name"],
          msg: "String should match pattern '^[^/%&><]+$'",
          input: "a/b",
          ctx: { pattern: "^[^/%&><]+$" },
        },
        { type: "extra_forbidden", loc: ["body", "bogus"], msg: "Extra inputs are not permitted", input: 1 },
      ],
      request_body: { name: "a/b", bogus: 1 },
    });
    expect(await server.call("POST", "/flows/filter", { limit: 201 })).toMatchObject({
      status: 422,
      body: { detail: "Invalid limit: must be less than or equal to 200." },
    });
    const nul = await server.call("POST", "/flows/", { name: uniqueName("nul"), tags: ["a\u0000b"] });
    // SQLite stores what PostgreSQL has no place for.
    const stored = { status: 201, body: { tags: ["a\u0000b"] } };
    const refused = { status: 422, body: { exception_detail: [{ loc: ["body", "tags", 0] }] } };
    expect(nul).toMatchObject(server.ctx.db.dialect.name === "sqlite" ? stored : refused);
    expect((await server.call("GET", "/flows/not-a-uuid")).status).toBe(404);
    expect(await server.call("GET", "/flows/filter")).toMatchObject({ status: 405, body: { detail: "Method Not Allowed" } });
  });
});
