import type { FlowRun, TaskRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

interface Made {
  readonly name: string;
  readonly tags?: readonly string[];
}

const aFlowRun = async (server: TestServer): Promise<FlowRun> => {
  const flow = await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("flow") });
  return server.ask("POST", "/flow_runs/", { flow_id: flow.id });
};

/** Task runs of a flow run, by their names. */
const make = async (server: TestServer, { id }: FlowRun, runs: readonly Made[]): Promise<Map<string, TaskRun>> => {
  const make = (run: Made) =>
    server.ask<TaskRun>("POST", "/task_runs/", { ...run, flow_run_id: id, task_key: "task", dynamic_key: run.name });
  const made = await Promise.all(runs.map(make));
  return new Map(made.map((run) => [run.name, run]));
};

/** The names of the task runs that filters find, on which a list, a count and a page have to agree. */
const find = async (server: TestServer, filters: object): Promise<string[]> => {
  const found = await server.ask<TaskRun[]>("POST", "/task_runs/filter", { ...filters, sort: "NAME_ASC" });
  const names = found.map(({ name }) => name);
  expect(await server.ask("POST", "/task_runs/count", filters)).toBe(found.length);
  const page = await server.ask<{ count: number; results: TaskRun[] }>("POST", "/task_runs/paginate", { ...filters, sort: "NAME_ASC" });
  expect([page.count, page.results.map(({ name }) => name)]).toEqual([found.length, names]);
  return names;
};

const like = (server: TestServer, like_: string) => find(server, { task_runs: { name: { like_ } } });

onEveryDatabase("task runs that are found by their names and tags", (it) => {
  it("are those that have them, within whatever else is asked for", async ({ server }) => {
    const [run, other] = [await aFlowRun(server), await aFlowRun(server)];
    await make(server, run, [
      { name: "Load-Sales-0", tags: ["extract", "eu"] },
      { name: "load-stock-0", tags: ["extract"] },
      { name: "100%_done\\really" },
      { name: "ab", tags: ["a"] },
    ]);
    await make(server, other, [{ name: "load-sales-1", tags: ["eu"] }]);
    expect(await like(server, "load-s")).toEqual(["Load-Sales-0", "load-sales-1", "load-stock-0"]);
    expect(await like(server, "SALES-0")).toEqual(["Load-Sales-0"]);
    expect(await like(server, "load%0")).toEqual(["Load-Sales-0", "load-stock-0"]);
    expect(await like(server, "ab")).toEqual(["ab"]);
    expect(await like(server, "nowhere-to-be-found")).toEqual([]);
    expect(await find(server, { task_runs: { tags: { all_: ["extract", "eu"] } } })).toEqual(["Load-Sales-0"]);
    expect(await find(server, { task_runs: { operator: "or_", name: { like_: "stock" }, tags: { all_: ["a"] } } })).toHaveLength(2);
    const sales = { task_runs: { name: { like_: "sales" } } };
    expect(await find(server, { ...sales, flow_runs: { id: { any_: [other.id] } } })).toEqual(["load-sales-1"]);
    expect(await find(server, { ...sales, flows: { id: { any_: [run.flow_id] } } })).toEqual(["Load-Sales-0"]);
    expect(await find(server, { task_runs: { ...sales.task_runs, state: { type: { any_: ["FAILED"] } } } })).toEqual([]);
  });

  it("follow renames and deletions", async ({ server }) => {
    const run = await aFlowRun(server);
    const runs = await make(server, run, [{ name: "first-of-all" }, { name: "second-of-all" }, { name: "third-of-all" }]);
    const path = (name: string) => `/task_runs/${runs.get(name)?.id}`;
    await server.ask("PATCH", path("first-of-all"), { name: "renamed-of-all" });
    await server.ask("DELETE", path("second-of-all"));
    await server.ask("POST", `${path("third-of-all")}/set_state`, { state: { type: "RUNNING" } });
    expect(await like(server, "first-of")).toEqual([]);
    expect(await like(server, "of-all")).toEqual(["renamed-of-all", "third-of-all"]);
    await server.ask("DELETE", `/flow_runs/${run.id}`);
    expect(await like(server, "of-all")).toEqual([]);
  });
});
