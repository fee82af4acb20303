import type { BlockDocument, BlockSchema, BlockType, Json } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createPool, deploy } from "./fixtures/pools.ts";

const aBlock = async (server: TestServer, data: object): Promise<BlockDocument> => {
  const type = await server.ask<BlockType>("POST", "/block_types/", { name: uniqueName("type"), slug: uniqueName("slug") });
  const fields = {
    title: "T",
    type: "object",
    properties: { host: { type: "string" }, port: { type: "integer" } },
    secret_fields: ["host"],
  };
  const schema = await server.ask<BlockSchema>("POST", "/block_schemas/", { block_type_id: type.id, fields });
  const body = { name: uniqueName("doc"), data, block_type_id: type.id, block_schema_id: schema.id };
  return server.ask<BlockDocument>("POST", "/block_documents/", body);
};

/** A template whose variable `place` has a default. */
const templateWith = (value: Json) => ({
  job_configuration: { place: "{{ place }}", command: "{{ command }}" },
  variables: {
    type: "object",
    properties: {
      place: { type: "object", properties: { port: { type: "integer" } }, required: ["port"], default: value },
      command: { type: "string" },
    },
  },
});

const refer = (id: string) => ({ $ref: { block_document_id: id } });

onEveryDatabase("a default of a pool's template that is a block", (it) => {
  it("is checked as the block's values are", async ({ server }) => {
    const good = await aBlock(server, { host: "h", port: 1 });
    const pool = await createPool(server, { base_job_template: templateWith(refer(good.id)) });
    expect(pool.base_job_template).toEqual(templateWith(refer(good.id)));
    const deployment = await deploy(server, { work_pool_name: pool.name, job_variables: { command: "c" } });
    const run = (job_variables: object) => server.call("POST", `/deployments/${deployment.id}/create_flow_run`, { job_variables });
    expect((await run({})).status).toBe(201);
    expect((await run({ command: 1 })).status).toBe(422);

    const bad = await aBlock(server, { host: "h", port: "one" });
    const body = { name: uniqueName("pool"), type: "process", base_job_template: templateWith(refer(bad.id)) };
    expect(await server.call("POST", "/work_pools/", body)).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("Validation failed for work pool's job variable defaults") },
    });
  });

  it("is refused when there is no such block, and passed over when it names none", async ({ server }) => {
    const make = (reference: Json) =>
      server.call("POST", "/work_pools/", { name: uniqueName("pool"), type: "process", base_job_template: templateWith(reference) });
    const missing = { status: 404, body: { detail: "Block not found." } };
    expect(await make(refer("00000000-0000-4000-8000-000000000000"))).toMatchObject(missing);
    expect(await make(refer("no id"))).toMatchObject(missing);
    expect((await make({ $ref: {} })).status).toBe(201);
  });
});

onEveryDatabase("the blocks a deployment names", (it) => {
  it("have to be there", async ({ server }) => {
    const block = await aBlock(server, { host: "h", port: 1 });
    expect((await deploy(server, { storage_document_id: block.id, infrastructure_document_id: block.id })).storage_document_id).toBe(
      block.id,
    );
    const unknown = "00000000-0000-4000-8000-000000000000";
    const flow = await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("flow") });
    const body = { flow_id: flow.id, name: "d", storage_document_id: unknown };
    expect(await server.call("POST", "/deployments/", body)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(`Could not find storage block with id: ${unknown}.`) },
    });
    const deployment = await deploy(server, {});
    for (const [kind, key] of [["storage", "storage_document_id"] as const, ["infrastructure", "infrastructure_document_id"] as const]) {
      expect(await server.call("PATCH", `/deployments/${deployment.id}`, { [key]: unknown })).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining(`Error updating deployment. Could not find ${kind} block with id: ${unknown}.`) },
      });
      expect((await server.call("PATCH", `/deployments/${deployment.id}`, { [key]: block.id })).status).toBe(204);
    }
  });
});
