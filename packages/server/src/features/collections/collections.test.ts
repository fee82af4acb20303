import type { JsonObject } from "@millrace/contract";
import { startTestServer, uniqueName } from "@millrace/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Kinds {
  readonly [name: string]: { readonly [type: string]: { readonly type: string; readonly default_base_job_configuration: JsonObject } };
}

test("every kind of worker has a template that a pool takes, and those of Python alone an empty one, which their first worker fills", async () => {
  const kinds = Object.values(await server.ask<Kinds>("GET", "/collections/views/aggregate-worker-metadata")).flatMap(Object.values);
  const python = ["kubernetes", "ecs", "cloud-run", "cloud-run-v2", "vertex-ai", "azure-container-instance"];
  expect(kinds.map(({ type }) => type)).toEqual(["process", "docker", ...python]);
  for (const { type, default_base_job_configuration: base_job_template } of kinds) {
    const pool = { name: uniqueName(type), type, base_job_template };
    expect(await server.call("POST", "/work_pools/", pool)).toMatchObject({ status: 201, body: { base_job_template } });
    expect(Object.keys(base_job_template)).toEqual(python.includes(type) ? [] : ["job_configuration", "variables"]);
  }
});

test("other views are empty, unknown ones are refused", async () => {
  expect(await server.ask("GET", "/collections/views/aggregate-block-metadata")).toEqual({});
  expect(await server.call("GET", "/collections/views/nope")).toMatchObject({
    status: 404,
    body: { detail: "View nope not found in registry" },
  });
});
