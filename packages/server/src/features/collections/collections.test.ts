import type { JsonObject } from "@millrace/contract";
import { startTestServer, uniqueName } from "@millrace/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Template extends JsonObject {
  readonly job_configuration: JsonObject;
  readonly variables: { readonly properties: JsonObject; readonly definitions?: JsonObject };
}

interface Kinds {
  readonly [name: string]: { readonly [type: string]: { readonly type: string; readonly default_base_job_configuration: Template } };
}

const listKinds = async () =>
  Object.values(await server.ask<Kinds>("GET", "/collections/views/aggregate-worker-metadata")).flatMap(Object.values);

/** What a pattern finds in a template, each once. */
const find = (within: JsonObject, pattern: RegExp): readonly string[] =>
  [...new Set(Array.from(JSON.stringify(within).matchAll(pattern), ([, name = ""]) => name))].sort();

test("every kind of worker has a template that a pool takes, whose job takes every variable and no other", async () => {
  const kinds = await listKinds();
  const python = ["kubernetes", "ecs", "cloud-run", "cloud-run-v2", "vertex-ai", "azure-container-instance"];
  expect(kinds.map(({ type }) => type)).toEqual(["process", "docker", ...python]);
  for (const { type, default_base_job_configuration: base_job_template } of kinds) {
    const pool = { name: uniqueName(type), type, base_job_template };
    expect(await server.call("POST", "/work_pools/", pool)).toMatchObject({ status: 201, body: { base_job_template } });
    const { job_configuration, variables } = base_job_template;
    expect(find(job_configuration, /\{\{ (\w+) \}\}/g), type).toEqual(Object.keys(variables.properties).sort());
    expect(find(variables, /#\/definitions\/(\w+)/g), type).toEqual(Object.keys(variables.definitions ?? {}).sort());
  }
});

test.each([
  ["kubernetes", { image: "a:1", finished_job_ttl: null, backoff_limit: -1 }, "backoff_limit"],
  ["ecs", { launch_type: "LAMBDA" }, "launch_type"],
  ["cloud-run", { memory: "half" }, "memory"],
  ["cloud-run-v2", { env_from_secrets: { A: { secret: 5 } } }, "secret"],
  ["vertex-ai", { region: "r", image: "i", accelerator_count: "two" }, "accelerator_count"],
  ["azure-container-instance", { resource_group_name: "g", subscription_id: "s", identities: "one" }, "identities"],
])("a deployment to a pool of %s is held to its template", async (type, job_variables, named) => {
  const kind = (await listKinds()).find((one) => one.type === type);
  const name = uniqueName(type);
  await server.ask("POST", "/work_pools/", { name, type, base_job_template: kind?.default_base_job_configuration });
  const { id: flow_id } = await server.ask<{ id: string }>("POST", "/flows/", { name });
  const deployment = { flow_id, name, work_pool_name: name, enforce_parameter_schema: true, job_variables };
  const answer = await server.call("POST", "/deployments/", deployment);
  expect(answer).toMatchObject({ status: 422 });
  expect(JSON.stringify(answer.body)).toContain(named);
});

test("other views are empty, unknown ones are refused", async () => {
  expect(await server.ask("GET", "/collections/views/aggregate-block-metadata")).toEqual({});
  expect(await server.call("GET", "/collections/views/nope")).toMatchObject({
    status: 404,
    body: { detail: "View nope not found in registry" },
  });
});
