import { randomUUID } from "node:crypto";
import type { Automation, CreateAutomationInput, Deployment, Flow, ReceivedEvent } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { describe, expect, test } from "vitest";
import { findTemplateProblem } from "../../wire/templates/find-template-problem.ts";

const trigger = { type: "event", expect: ["my.a"], match: { "prefect.resource.id": "my.*" }, posture: "Reactive" } as const;
const nothing = { type: "do-nothing" } as const;
const aBody = (more: object = {}): CreateAutomationInput => ({ name: uniqueName("a"), trigger, actions: [nothing], ...more });
const create = (server: TestServer, more: object = {}): Promise<Automation> => server.ask("POST", "/automations/", aBody(more));

const refused = async (server: TestServer, more: object): Promise<string[]> => {
  const answer = await server.call<{ exception_detail: { loc: unknown[]; msg: string }[] }>("POST", "/automations/", aBody(more));
  expect(answer.status).toBe(422);
  return answer.body.exception_detail.map(({ loc, msg }) => `${loc.join(".")}: ${msg.replace("Value error, ", "")}`);
};

onEveryDatabase("automations", (it) => {
  it("are kept with everything filled in", async ({ server }) => {
    const made = await server.call<Automation>("POST", "/automations/", aBody());
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      description: "",
      enabled: true,
      tags: [],
      trigger: { ...trigger, match_related: {}, after: [], for_each: [], threshold: 1, within: 0 },
      actions: [nothing],
      actions_on_trigger: [],
      actions_on_resolve: [],
    });
    expect(await server.ask("GET", `/automations/${made.body.id}`)).toEqual(made.body);
    expect(made.body).not.toHaveProperty("owner_resource");
  });

  it("take triggers inside triggers, each with an id of its own", async ({ server }) => {
    const id = randomUUID();
    const sequence = { type: "sequence", within: 30, triggers: [{ ...trigger, id }, trigger], id };
    const made = await create(server, {
      trigger: { type: "compound", require: 2, within: null, triggers: [{ ...trigger, id }, sequence] },
    });
    expect(made.trigger).toMatchObject({ require: 2, within: null, triggers: [{ threshold: 1 }, { triggers: [{ within: 0 }, {}] }] });
    const ids = [...JSON.stringify(made.trigger).matchAll(/"id":"([^"]+)"/g)].map(([, each]) => each);
    expect(new Set([...ids, id]).size).toBe(6);
    const silence = await create(server, { trigger: { ...trigger, posture: "Proactive" } });
    expect(silence.trigger).toMatchObject({ within: 10 });
  });

  it("refuse what could not work", async ({ server }) => {
    expect(await refused(server, { trigger: { ...trigger, posture: "Proactive", within: 5 } })).toEqual([
      "body.trigger: `within` for Proactive triggers must be greater than or equal to 10 seconds",
    ]);
    expect(await refused(server, { trigger: { type: "compound", require: 2, within: null, triggers: [trigger] } })).toEqual([
      "body.trigger: require must be less than or equal to the number of triggers",
    ]);
    expect(await refused(server, { trigger: { type: "sequence", within: null, triggers: [{ type: "event" }] } })).toEqual([
      "body.trigger.triggers.0: posture: Field required",
    ]);
    expect(await refused(server, { actions: [{ type: "nope" }] })).toEqual([
      expect.stringMatching(/^body\.actions\.0\.type: Input should be/),
    ]);
    expect(await refused(server, { actions: [nothing, { type: "pause-deployment" }] })).toEqual([
      "body.actions.1: deployment_id is required where the source is selected",
    ]);
    expect(await refused(server, { actions: [{ type: "pause-work-pool", source: "inferred", work_pool_id: randomUUID() }] })).toEqual([
      "body.actions.0: work_pool_id is not allowed where the source is inferred",
    ]);
    const notice = { type: "send-notification", block_document_id: randomUUID(), body: "{{ a" };
    expect(await refused(server, { actions: [notice] })).toEqual([
      expect.stringMatching(/^body\.actions\.0\.body: 'body' is not a valid template: /),
    ]);
    const webhook = { type: "call-webhook", block_document_id: randomUUID(), payload: null };
    expect(await refused(server, { actions_on_trigger: [webhook] })).toEqual([
      "body.actions_on_trigger.0.payload: Input should be a valid string",
    ]);
    expect(await refused(server, { bogus: 1 })).toEqual(["body.bogus: Extra inputs are not permitted"]);
    expect(await refused(server, { actions: [{ type: "change-flow-run-state" }] })).toEqual(["body.actions.0.state: Field required"]);
    expect(await refused(server, { actions: [{ type: "bogus" }] })).toEqual([
      expect.stringMatching(/^body\.actions\.0\.type: Input should be 'do-nothing', 'run-deployment', .* or 'call-webhook'$/),
    ]);
    expect(await refused(server, { trigger: { type: "bogus" } })).toEqual([
      "body.trigger.type: Input should be 'event', 'compound' or 'sequence'",
    ]);
    expect(await refused(server, { trigger: { type: "compound", require: "all", triggers: [] } })).toEqual([
      "body.trigger.within: Field required",
    ]);
  });

  it("refuse to start runs that would start them again", async ({ server }) => {
    const everyRun = { type: "event", expect: ["prefect.flow-run.Running"], posture: "Reactive" };
    const inferred = { type: "run-deployment", source: "inferred" };
    const selected = { type: "run-deployment", deployment_id: randomUUID() };
    expect(await refused(server, { trigger: everyRun, actions: [inferred] })).toEqual([
      expect.stringContaining("Running an inferred deployment from a flow run state change event will lead to an infinite loop"),
    ]);
    expect(await refused(server, { trigger: everyRun, actions: [selected] })).toEqual([
      expect.stringContaining("Running a selected deployment from a flow run state change event may lead to an infinite loop"),
    ]);
    await create(server, { trigger: { ...everyRun, match_related: { "prefect.resource.id": "prefect.flow.x" } }, actions: [selected] });
    const { id } = await create(server, { trigger: everyRun, actions: [inferred], enabled: false });
    expect((await server.call("PATCH", `/automations/${id}`, { enabled: true })).status).toBe(422);
  });

  it("change, are switched off and go away", async ({ server }) => {
    const { id, trigger: first } = await create(server, { description: "kept", tags: ["t"] });
    expect((await server.call("PATCH", `/automations/${id}`, { enabled: false })).status).toBe(204);
    expect((await server.call("PATCH", `/automations/${id}`, {})).status).toBe(204);
    expect((await server.call("PATCH", `/automations/${id}`, { enabled: null })).status).toBe(422);
    expect(await server.ask("GET", `/automations/${id}`)).toMatchObject({ enabled: false });
    const changed = { name: uniqueName("b"), trigger: { ...trigger, threshold: 3 }, actions: [{ type: "cancel-flow-run" }] };
    expect((await server.call("PUT", `/automations/${id}`, changed)).status).toBe(204);
    const after = await server.ask<Automation>("GET", `/automations/${id}`);
    expect(after).toMatchObject({ ...changed, enabled: false, description: "kept", tags: ["t"] });
    expect(after.trigger.id).not.toBe(first.id);
    expect((await server.call("DELETE", `/automations/${id}`)).status).toBe(204);
    for (const [method, body] of [["GET"], ["DELETE"], ["PUT", changed], ["PATCH", { enabled: false }]] as const) {
      const answer = await server.call(method, `/automations/${id}`, body);
      expect(answer).toMatchObject({ status: 404, body: { exception_message: "Automation not found" } });
    }
  });

  it("are found by name, and by what they belong to or act on", async ({ server }) => {
    const [owner, deployment] = [`prefect.deployment.${randomUUID()}`, randomUUID()];
    const owned = await create(server, { owner_resource: owner, tags: ["x"] });
    const acting = await create(server, { actions: [{ type: "run-deployment", deployment_id: deployment }] });
    const list = (automations: object) => server.ask<Automation[]>("POST", "/automations/filter", { automations });
    const related = (resource: string) => server.ask<Automation[]>("GET", `/automations/related-to/${resource}`);

    expect(await list({ name: { any_: [owned.name] } })).toEqual([owned]);
    expect(await list({ id: { any_: [acting.id] }, name: null })).toEqual([acting]);
    expect(await list({ name: { any_: [owned.name] }, tags: { is_null_: true } })).toEqual([]);
    expect(await list({ name: { any_: [owned.name] }, created: { before_: "2000-01-01T00:00:00Z" } })).toEqual([]);
    expect(await related(owner)).toEqual([owned]);
    expect(await related(`prefect.deployment.${deployment}`)).toEqual([acting]);
    expect(await server.ask("POST", "/automations/count")).toBeGreaterThanOrEqual(2);
    for (const resource of [owner, `prefect.deployment.${deployment}`]) {
      expect(await server.call("DELETE", `/automations/owned-by/${resource}`)).toMatchObject({ status: 202, body: null });
    }
    expect(await related(owner)).toEqual([]);
    expect(await related(`prefect.deployment.${deployment}`)).toEqual([acting]);
  });

  it("keep each name of an event and each label once", async ({ server }) => {
    const named = { ...trigger, after: ["a", "a"], expect: ["b", "c", "b"], for_each: ["x", "x"] };
    expect((await create(server, { trigger: named })).trigger).toMatchObject({ after: ["a"], expect: ["b", "c"], for_each: ["x"] });
  });

  it("keep the payload of a webhook as text", async ({ server }) => {
    const made = await create(server, { actions: [{ type: "call-webhook", block_document_id: randomUUID(), payload: { a: 1 } }] });
    expect(made.actions).toMatchObject([{ payload: '{\n  "a": 1\n}' }]);
  });

  it("refuse placeholders that could never be filled in", async ({ server }) => {
    const run = (parameters: object) => ({ actions: [{ type: "run-deployment", deployment_id: randomUUID(), parameters }] });
    const json = (value: unknown) => ({ __prefect_kind: "json", value });
    const template = { __prefect_kind: "jinja", template: "{{ event.payload | tojson }}" };
    expect(await refused(server, run({ a: [json("{nope}")] }))).toEqual([
      expect.stringMatching(/^body\.actions\.0\.parameters: Invalid parameters: \na\.0: Invalid JSON: /),
    ]);
    expect(await refused(server, run({ a: { __prefect_kind: "jinja" } }))).toEqual([
      expect.stringContaining("a: Missing 'template' key in __prefect object"),
    ]);
    const { actions } = await create(
      server,
      run({ a: json(template), b: json("[1]"), c: { __prefect_kind: "workspace_variable", variable_name: "later" } }),
    );
    expect(actions).toMatchObject([{ parameters: { a: json(template), b: json("[1]") } }]);
  });

  it("give job variables to known deployments only", async ({ server }) => {
    const run = (deployment_id: string, job_variables: object) =>
      aBody({ actions: [{ type: "run-deployment", deployment_id, job_variables }] });
    const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("run") });
    const deployment = await server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "without a pool" });
    const unknown = await server.call("POST", "/automations/", run(randomUUID(), { a: 1 }));
    expect(unknown).toMatchObject({ status: 404, body: { detail: "Deployment not found." } });
    expect((await server.call("POST", "/automations/", run(randomUUID(), {}))).status).toBe(201);
    expect((await server.call("POST", "/automations/", run(deployment.id, { a: 1 }))).status).toBe(201);
  });

  it("tell of their changes", async ({ server }) => {
    const heard: ReceivedEvent[] = [];
    const stop = await server.ctx.tail.listen((events) => heard.push(...events));
    const { id, name } = await create(server);
    await server.ask("PATCH", `/automations/${id}`, { enabled: false });
    await server.ask("DELETE", `/automations/${id}`);
    const own = () => heard.filter(({ resource }) => resource["prefect.resource.id"] === `prefect.automation.${id}`);
    await expect.poll(() => server.clock.advance("1s").then(() => own().length), { timeout: 15_000 }).toBe(3);
    stop();
    expect(own().map(({ event, payload }) => [event, payload.name, payload.enabled])).toEqual([
      ["prefect.automation.created", name, true],
      ["prefect.automation.updated", name, false],
      ["prefect.automation.deleted", name, false],
    ]);
  });

  it("have their templates checked beforehand", async ({ server }) => {
    for (const path of ["/templates/validate", "/automations/templates/validate"]) {
      expect((await server.call("POST", path, JSON.stringify("hello {{ event.id }}"))).status).toBe(204);
      expect((await server.call("POST", path)).status).toBe(204);
      expect(await server.call("POST", path, JSON.stringify("hello\n{% if %}"))).toMatchObject({
        status: 422,
        body: { error: { line: 2, message: "Expected an expression, got 'end of statement block'", source: "hello\n{% if %}" } },
      });
    }
  });
});

describe("a template", () => {
  const loop = (inside: string): string => `{% for x in y %}${inside}{% endfor %}`;
  test.each([
    ["plain {text}", undefined],
    ["{{ flow_run.name | upper }} {% if labels %}x{% endif %}", undefined],
    [loop(loop("x")), undefined],
    ["{{ }}", "Expected an expression, got 'end of print statement'"],
    [loop(loop(loop("x"))), expect.stringContaining("nested for loops at a depth of 3")],
    [loop("x").repeat(11), expect.stringContaining("Contains 11 for loops")],
    ["{% if a %}", "Unexpected end of input"],
    ["{{", "Unexpected end of input"],
    ["{% for a in b %}", "Unexpected end of input"],
    ["{{ 1 + }}", expect.stringContaining("CloseExpression")],
  ])("%s", async (template, message) => expect((await findTemplateProblem(template))?.message).toEqual(message));
});
