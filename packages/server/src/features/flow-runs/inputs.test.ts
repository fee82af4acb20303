import type { Flow, FlowRun, FlowRunInput } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const aFlowRun = async (server: TestServer): Promise<FlowRun> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
  return server.ask("POST", "/flow_runs/", { flow_id: flow.id });
};

onEveryDatabase("flow run inputs", (it) => {
  it("are stored once per key and read back as they were given", async ({ server }) => {
    const { id } = await aFlowRun(server);
    const value = '{"n": 1, "ö": "\\n"}';
    expect(await server.call("POST", `/flow_runs/${id}/input`, { key: "a-schema", value })).toMatchObject({ status: 201, body: null });
    expect(await server.call("POST", `/flow_runs/${id}/input`, { key: "a-schema", value: "2" })).toMatchObject({
      status: 409,
      body: { detail: "A flow run input with this key already exists." },
    });
    const read = await server.call("GET", `/flow_runs/${id}/input/a-schema`);
    expect(read.body).toBe(value);
    expect(read.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });

  it("are listed by the start of their key, oldest first", async ({ server }) => {
    const { id } = await aFlowRun(server);
    for (const key of ["in-b", "in-a", "other", "in-c"])
      await server.call("POST", `/flow_runs/${id}/input`, { key, value: key, sender: "me" });
    const keys = async (body: object) =>
      (await server.ask<FlowRunInput[]>("POST", `/flow_runs/${id}/input/filter`, body)).map((input) => input.key);
    expect(await keys({ prefix: "in-" })).toEqual(["in-b"]);
    expect(await keys({ prefix: "in-", limit: 10 })).toEqual(["in-b", "in-a", "in-c"]);
    expect(await keys({ prefix: "in-", limit: 10, exclude_keys: ["in-a"] })).toEqual(["in-b", "in-c"]);
    expect(await keys({ prefix: "IN-", limit: 10 })).toEqual([]);
    expect(await keys({ prefix: "%", limit: 10 })).toEqual([]);
    expect(await keys({ prefix: "", limit: 10 })).toHaveLength(4);
    expect(await keys({ prefix: "", limit: 0 })).toEqual([]);
  });

  it("go away when deleted, and with their run", async ({ server }) => {
    const { id } = await aFlowRun(server);
    for (const key of ["a", "b"]) await server.call("POST", `/flow_runs/${id}/input`, { key, value: "1" });
    expect((await server.call("DELETE", `/flow_runs/${id}/input/a`)).status).toBe(204);
    const gone = { status: 404, body: { detail: "Flow run input not found" } };
    expect(await server.call("DELETE", `/flow_runs/${id}/input/a`)).toMatchObject(gone);
    expect(await server.call("GET", `/flow_runs/${id}/input/a`)).toMatchObject(gone);
    await server.call("DELETE", `/flow_runs/${id}`);
    expect(await server.call("GET", `/flow_runs/${id}/input/b`)).toMatchObject(gone);
    expect(await server.call("POST", `/flow_runs/${id}/input`, { key: "c", value: "1" })).toMatchObject({
      status: 404,
      body: { detail: "Flow run not found" },
    });
  });

  it("refuse keys that no path can name", async ({ server }) => {
    const { id } = await aFlowRun(server);
    expect((await server.call("POST", `/flow_runs/${id}/input`, { key: "a b/c", value: "1" })).status).toBe(422);
    expect(await server.ask("POST", `/flow_runs/${id}/input/filter`, { prefix: "" })).toEqual([]);
  });
});
