import type { Artifact, ArtifactCollection, ReceivedEvent } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { sql } from "kysely";
import { expect } from "vitest";
import { insertArtifact } from "./artifact-rows.ts";

const make = (server: TestServer, body: object): Promise<Artifact> => server.ask("POST", "/artifacts/", body);

const startRun = async (server: TestServer): Promise<{ flow: string; run: string }> => {
  const flow = await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("flow") });
  const run = await server.ask<{ id: string }>("POST", "/flow_runs/", { flow_id: flow.id, state: { type: "RUNNING" } });
  return { flow: flow.id, run: run.id };
};

onEveryDatabase("artifacts", (it) => {
  it("are kept as they were made, long metadata cut", async ({ server }) => {
    const made = await server.call<Artifact>("POST", "/artifacts/", {
      key: uniqueName("report"),
      type: "markdown",
      data: "# one",
      metadata_: { short: "s", long: "é".repeat(501) },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ data: "# one", metadata_: { short: "s", long: `${"é".repeat(500)}...` }, flow_run_id: null });
    expect(await server.ask("GET", `/artifacts/${made.body.id}`)).toEqual(made.body);
    expect(await server.call("POST", "/artifacts/", { key: "Bad_Key" })).toMatchObject({
      status: 422,
      body: {
        exception_detail: [
          { loc: ["body", "key"], msg: "Value error, Artifact key must only contain lowercase letters, numbers, and dashes." },
        ],
      },
    });
  });

  it("of one key form a collection that shows the last one written", async ({ server }) => {
    const key = uniqueName("key");
    const first = await make(server, { key, type: "table", data: [1] });
    const second = await make(server, { key, type: "markdown", data: "two" });
    const collections = () => server.ask<ArtifactCollection[]>("POST", "/artifacts/latest/filter", { artifacts: { key: { any_: [key] } } });

    const [collection] = await collections();
    expect(collection).toMatchObject({ key, latest_id: second.id, type: "markdown", data: "two" });
    expect(await server.ask("GET", `/artifacts/${key}/latest`)).toMatchObject({ id: collection?.id, key, data: "two" });
    expect(await server.ask("POST", "/artifacts/latest/count", { artifacts: { latest_id: { any_: [first.id, second.id] } } })).toBe(1);

    await server.ask("PATCH", `/artifacts/${second.id}`, { data: "changed", description: "d" });
    expect(await server.ask("GET", `/artifacts/${key}/latest`)).toMatchObject({ data: "changed", description: "d", type: "markdown" });
    await server.ask("DELETE", `/artifacts/${second.id}`);
    const { created, updated } = first;
    expect(await collections()).toMatchObject([{ id: collection?.id, latest_id: first.id, data: [1], created, updated }]);
    await server.ask("DELETE", `/artifacts/${first.id}`);
    expect(await collections()).toEqual([]);
    for (const path of [`/artifacts/${key}/latest`, `/artifacts/${first.id}`]) {
      expect(await server.call("GET", path)).toMatchObject({ status: 404, body: { detail: "Artifact not found." } });
    }
  });

  it("of one key show the last one written, however late its transaction ends", async ({ server }) => {
    const { ctx } = server;
    const key = uniqueName("key");
    const [first, second] = [await make(server, { key, data: 1 }), await make(server, { key, data: 2 })];
    const third = { ...second, id: ctx.newId(), created: ctx.clock.now(), data: 3 };
    let deletion: Promise<unknown> | undefined;
    await ctx.transact(async (tx) => {
      await insertArtifact(ctx, tx, third);
      deletion = server.call("DELETE", `/artifacts/${second.id}`);
      if (!ctx.db.isShared) return;
      const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(async () => (await waiting.execute(ctx.read)).rows.length, { timeout: 15_000 }).toBe(1);
    });
    expect(await deletion).toMatchObject({ status: 204 });
    expect(await server.ask("GET", `/artifacts/${key}/latest`)).toMatchObject({ data: 3 });
    await server.ask("DELETE", `/artifacts/${third.id}`);
    expect(await server.ask("GET", `/artifacts/${key}/latest`)).toMatchObject({ data: 1, created: first.created });
  });

  it("of results are counted in", async ({ server }) => {
    const { run } = await startRun(server);
    const key = uniqueName("result");
    const data = { type: "reference", storage_key: "k", artifact_key: key, artifact_type: "result" };
    await server.ask("POST", `/flow_runs/${run}/set_state`, { state: { type: "COMPLETED", data } });
    expect(await server.ask("GET", `/artifacts/${key}/latest`)).toMatchObject({
      type: "result",
      data: { type: "reference", storage_key: "k" },
      flow_run_id: run,
    });
  });

  it("are found by what they are and by whose they are", async ({ server }) => {
    const { flow, run } = await startRun(server);
    const key = uniqueName("find");
    const keyed = await make(server, { key, type: "table", flow_run_id: run });
    const plain = await make(server, { type: "progress", data: 1.5, flow_run_id: run });
    const ids = async (artifacts: object, others: object = {}) => {
      const body = { artifacts, flow_runs: { id: { any_: [run] } }, ...others };
      const found = await server.ask<Artifact[]>("POST", "/artifacts/filter", body);
      expect(await server.ask("POST", "/artifacts/count", body)).toBe(found.length);
      return found.map(({ id }) => id);
    };

    const untyped = await make(server, { flow_run_id: run });
    expect(await ids({ type: { not_any_: ["result"] } })).not.toContain(untyped.id);
    await server.ask("DELETE", `/artifacts/${untyped.id}`);
    expect(await ids({}, { sort: "CREATED_DESC" })).toHaveLength(2);
    expect(await ids({ key: { exists_: true } })).toEqual([keyed.id]);
    expect(await ids({ key: { exists_: false } })).toEqual([plain.id]);
    expect(await ids({ key: { like_: key.slice(2).toUpperCase() } })).toEqual([keyed.id]);
    expect(await ids({ type: { not_any_: ["table"] } })).toEqual([plain.id]);
    expect(await ids({ operator: "or_", id: { any_: [plain.id] }, key: { any_: [key] } })).toHaveLength(2);
    expect(await ids({}, { flows: { id: { any_: [flow] } } })).toHaveLength(2);
    expect(await ids({}, { flows: { name: { any_: ["no such flow"] } } })).toEqual([]);
  });

  it("tell of their collections", async ({ server }) => {
    const heard: ReceivedEvent[] = [];
    const stop = await server.ctx.tail.listen((events) => heard.push(...events));
    const { run } = await startRun(server);
    const key = uniqueName("told");
    const first = await make(server, { key, type: "table", flow_run_id: run });
    const second = await make(server, { key, data: "x".repeat(200_000) });
    await server.ask("DELETE", `/artifacts/${second.id}`);
    await server.ask("DELETE", `/artifacts/${first.id}`);
    const own = () => heard.filter(({ resource }) => resource["prefect.resource.name"] === key);
    await expect.poll(() => server.clock.advance("1s").then(() => own().length), { timeout: 15_000 }).toBe(4);
    stop();
    expect(own().map(({ event }) => event.split(".").at(-1))).toEqual(["created", "updated", "updated", "deleted"]);
    expect(own()[0]).toMatchObject({
      payload: { key, type: "table", data: null, description: null },
      related: [
        { "prefect.resource.id": `prefect.artifact.${first.id}`, "prefect.resource.role": "latest" },
        { "prefect.resource.id": `prefect.flow-run.${run}`, "prefect.resource.role": "flow-run" },
      ],
    });
    expect(own()[1]?.payload).toMatchObject({ data: null });
  });
});
