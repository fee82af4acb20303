import type { BulkPreview, FlowRunFacets, FlowRunTimeseries } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, type TestServer } from "@millrace/testing";
import { expect } from "vitest";
import { aRun, newFlow } from "./fixtures/runs.ts";

interface Page {
  readonly count: number;
  readonly pages: number;
  readonly results: readonly { readonly name: string }[];
}

/** Runs of a flow of ten, sixty and six hundred seconds, one that has run for two minutes, and one that has not started. */
const seed = async (server: TestServer) => {
  const flow = await newFlow(server);
  const start = server.clock.now();
  for (const [name, seconds, region] of [
    ["short", 10, "eu"],
    ["middle", 60, "us"],
    ["long", 600, 'say "hi"'],
  ] as const) {
    const run = await server.ask<{ id: string }>("POST", "/flow_runs/", {
      flow_id: flow.id,
      name,
      parameters: { region, deep: { size: seconds } },
      state: { type: "RUNNING" },
    });
    await server.clock.advance(`${seconds}s`);
    await server.ask("POST", `/flow_runs/${run.id}/set_state`, { state: { type: "COMPLETED" }, force: true });
  }
  await server.ask("POST", "/flow_runs/", {
    flow_id: flow.id,
    name: "running",
    parameters: { region: "eu", deep: { size: 3.5 }, 'odd."key': true },
    state: { type: "RUNNING" },
  });
  await aRun(server, flow, { type: "RUNNING" }, { name: "waiting", state: { type: "PENDING" } });
  await server.clock.advance("120s");
  const flows = { id: { any_: [flow.id] } };
  const page = (body: object): Promise<Page> => server.ask<Page>("POST", "/ui/flow_runs/paginate", { flows, ...body });
  const namesOf = async (body: object): Promise<readonly string[]> => (await page(body)).results.map(({ name }) => name);
  return { flows, page, namesOf, start };
};

onEveryDatabase("lists of flow runs in pages", (it) => {
  it("are ordered by how long runs took, or have run so far", async ({ server }) => {
    const { namesOf, page } = await seed(server);
    expect(await namesOf({ sort: "DURATION_DESC" })).toEqual(["long", "running", "middle", "short", "waiting"]);
    expect(await namesOf({ sort: "DURATION_ASC" })).toEqual(["short", "middle", "running", "long", "waiting"]);
    expect(await namesOf({ sort: "DURATION_DESC", limit: 2, page: 2 })).toEqual(["middle", "short"]);
    expect(await namesOf({ sort: "NAME_ASC" })).toEqual(["long", "middle", "running", "short", "waiting"]);
    expect(await page({ limit: 2 })).toMatchObject({ count: 5, pages: 3 });
  });

  it("name what their runs belong to", async ({ server }) => {
    const flow = await newFlow(server);
    const deployment = await server.ask<{ id: string }>("POST", "/deployments/", { name: "nightly", flow_id: flow.id });
    await aRun(server, flow, { type: "RUNNING" }, { deployment_id: deployment.id });
    await aRun(server, flow, { type: "RUNNING" });
    expect(await server.ask("POST", "/ui/flow_runs/paginate", { flows: { id: { any_: [flow.id] } } })).toMatchObject({
      count: 2,
      flow_names: { [flow.id]: flow.name },
      deployment_names: { [deployment.id]: "nightly" },
    });
    expect(await server.ask("POST", "/ui/flow_runs/paginate", { flows: { name: { any_: ["nobody's"] } } })).toMatchObject({
      ...{ results: [], flow_names: {}, deployment_names: {} },
    });
  });

  it("are filtered by duration and by parameters, whatever asks", async ({ server }) => {
    const { flows, namesOf, page, start } = await seed(server);
    const sort = "DURATION_ASC";
    const traits = { duration: { ge_: 60, le_: 130 } };
    expect(await namesOf({ sort, traits })).toEqual(["middle", "running"]);
    expect(await namesOf({ sort, traits: { duration: { ge_: 61 } } })).toEqual(["running", "long"]);
    expect((await page({ traits })).count).toBe(2);

    const facets = await server.ask<FlowRunFacets>("POST", "/ui/flow_runs/facets", { flows, traits });
    expect(facets.states.values).toEqual([
      { id: null, name: "Completed", state_type: "COMPLETED", count: 1 },
      { id: null, name: "Running", state_type: "RUNNING", count: 1 },
    ]);
    const period = { start: addSeconds(start, -3600), end: addSeconds(start, 3600) };
    const series = await server.ask<FlowRunTimeseries>("POST", "/ui/flow_runs/timeseries", { ...period, flows, traits });
    expect(series.total).toBe(2);
    const preview = await server.ask<BulkPreview>("POST", "/ui/bulk/flow_runs/preview", { flows, traits });
    expect(preview.sample.map(({ name }) => name).toSorted()).toEqual(["middle", "running"]);
    const job = await server.ask<{ total: number }>("POST", "/ui/bulk/flow_runs", { flows, traits, action: "delete" });
    expect(job.total).toBe(2);
  });

  it("are filtered by the values of parameters at any depth", async ({ server }) => {
    const { namesOf } = await seed(server);
    for (const [path, any_, names] of [
      [["region"], ["eu"], ["running", "short"]],
      [["region"], ["us", 'say "hi"'], ["long", "middle"]],
      [
        ["deep", "size"],
        ["60", "3.5"],
        ["middle", "running"],
      ],
      [['odd."key'], ["true"], ["running"]],
      [["nowhere", "size"], ["60"], []],
    ] as const)
      expect(await namesOf({ sort: "NAME_ASC", traits: { parameters: [{ path, any_ }] } })).toEqual(names);
  });
});

onEveryDatabase("lists of task runs in pages", (it) => {
  it("are ordered by how long runs took, or have run so far", async ({ server }) => {
    const flow = await newFlow(server);
    const { id } = await aRun(server, flow, { type: "RUNNING" });
    const taskRun = (name: string, state: object) =>
      server.ask<{ id: string }>("POST", "/task_runs/", { flow_run_id: id, task_key: name, dynamic_key: "0", name, state });
    for (const [name, seconds] of [
      ["short", 10],
      ["long", 600],
    ] as const) {
      const run = await taskRun(name, { type: "RUNNING" });
      await server.clock.advance(`${seconds}s`);
      await server.ask("POST", `/task_runs/${run.id}/set_state`, { state: { type: "COMPLETED" }, force: true });
    }
    await taskRun("running", { type: "RUNNING" });
    await taskRun("waiting", { type: "PENDING" });
    await server.clock.advance("120s");
    const page = (body: object): Promise<Page> =>
      server.ask<Page>("POST", "/ui/task_runs/paginate", { task_runs: { flow_run_id: { any_: [id] } }, ...body });
    const namesOf = async (body: object): Promise<readonly string[]> => (await page(body)).results.map(({ name }) => name);
    expect(await namesOf({ sort: "DURATION_DESC" })).toEqual(["long", "running", "short", "waiting"]);
    expect(await namesOf({ sort: "DURATION_ASC" })).toEqual(["short", "running", "long", "waiting"]);
    expect(await namesOf({ sort: "DURATION_DESC", limit: 2, page: 2 })).toEqual(["short", "waiting"]);
    expect(await page({ sort: "NAME_ASC", limit: 3 })).toMatchObject({ count: 4, pages: 2 });
  });
});
