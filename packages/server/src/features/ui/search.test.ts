import type { SearchHit } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { describe, expect, it as test } from "vitest";
import { createPool, deploy } from "../work-pools/fixtures/pools.ts";
import { aRun, aTaskRun, newFlow } from "./fixtures/runs.ts";
import { idsMeant } from "./id-range.ts";

const id = "01a20141-4052-7048-9731-8b9e10eb109e";

describe("the ids that a text means", () => {
  test.each([
    [id, id, id],
    [id.toUpperCase(), id, id],
    [`http://host/runs/flow-run/${id}?tab=logs`, id, id],
    [`prefect.flow-run.${id}`, id, id],
    ["01a20141", "01a20141-0000-0000-0000-000000000000", "01a20141-ffff-ffff-ffff-ffffffffffff"],
    ["01a20141-405", "01a20141-4050-0000-0000-000000000000", "01a20141-405f-ffff-ffff-ffffffffffff"],
  ])("of %s", (text, first, last) => {
    expect(idsMeant(text)).toEqual({ first, last });
  });
  test.each(["01a2014", "deadbeef-flow", "nightly", `${id.replaceAll("-", "")}0`])("of %s are none", (text) => {
    expect(idsMeant(text)).toBe(undefined);
  });
});

const search = (server: TestServer, query: string, body: object = {}): Promise<SearchHit[]> =>
  server.ask<SearchHit[]>("POST", "/ui/search", { query, ...body });

onEveryDatabase("the search", (it) => {
  it("finds things by their names, the best match first", async ({ server }) => {
    const word = uniqueName("w");
    const flow = await newFlow(server, `${word}-etl`);
    const exact = await newFlow(server, word);
    const inner = await newFlow(server, `my-${word}`);
    const pool = await createPool(server, { name: `${word}-pool` });
    const deployment = await deploy(server, { flow_id: flow.id, name: "daily" });
    const variable = await server.ask<{ id: string }>("POST", "/variables/", { name: `${word}_url`.replaceAll("-", "_"), value: 1 });
    const run = await aRun(server, flow, { type: "RUNNING" }, { name: `${word}-run` });
    await aRun(server, inner, { type: "RUNNING" }, { name: "other" });

    const found = await search(server, word.toUpperCase());
    expect(found[0]).toEqual({ kind: "flow", id: exact.id, name: word, detail: null, state_type: null, match: "exact" });
    expect(found.map(({ id: one, match }) => [one, match])).toEqual(
      expect.arrayContaining([
        [flow.id, "prefix"],
        [inner.id, "substring"],
        [pool.id, "prefix"],
        [deployment.id, "prefix"],
        [run.id, "prefix"],
      ]),
    );
    expect(found.find(({ kind }) => kind === "flow-run")).toMatchObject({ id: run.id, detail: flow.name, state_type: "RUNNING" });
    expect(await search(server, `${word}-etl/dai`)).toMatchObject([
      { kind: "deployment", id: deployment.id, name: "daily", detail: flow.name, match: "prefix" },
    ]);
    expect(await search(server, `${word}_url`.replaceAll("-", "_"))).toMatchObject([{ kind: "variable", id: variable.id, match: "exact" }]);
    expect((await search(server, word, { kinds: ["work-pool"] })).map(({ id: one }) => one)).toEqual([pool.id]);
    expect(await search(server, word, { kinds: ["flow"], limit: 1 })).toHaveLength(1);
  });

  it("finds things by their ids and the beginning of these", async ({ server }) => {
    const flow = await newFlow(server);
    const run = await aRun(server, flow, { type: "RUNNING" });
    const task = await aTaskRun(server, run.id, { task_key: "t", name: "load-1" });
    expect(await search(server, `/runs/flow-run/${run.id}`)).toEqual([
      { kind: "flow-run", id: run.id, name: run.name, detail: flow.name, state_type: "RUNNING", match: "id" },
    ]);
    expect(await search(server, task.id)).toMatchObject([{ kind: "task-run", name: "load-1", detail: run.name, match: "id" }]);
    expect((await search(server, run.id.slice(0, 23))).map(({ id: one }) => one)).toContain(run.id);
    expect(await search(server, "  ")).toEqual([]);
    expect(await search(server, "100%_no\\thing")).toEqual([]);
  });
});
