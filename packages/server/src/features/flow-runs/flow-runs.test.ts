import type { Flow, FlowRun, OrchestrationResult, State } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const aFlow = (server: TestServer): Promise<Flow> => server.ask("POST", "/flows/", { name: uniqueName("flow"), tags: ["of-flow"] });

const aRun = async (server: TestServer, body: object = {}): Promise<FlowRun> =>
  server.ask("POST", "/flow_runs/", { flow_id: (await aFlow(server)).id, ...body });

const propose = (server: TestServer, run: FlowRun, state: object) =>
  server.call<OrchestrationResult>("POST", `/flow_runs/${run.id}/set_state`, { state });

onEveryDatabase("flow runs", (it) => {
  it("are created with a state, a name and their origin's labels", async ({ server }) => {
    const flow = await aFlow(server);
    const answer = await server.call<FlowRun>("POST", "/flow_runs/", {
      flow_id: flow.id,
      parameters: { a: [1, { b: null }] },
      tags: ["x"],
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      flow_id: flow.id,
      parameters: { a: [1, { b: null }] },
      tags: ["x"],
      labels: { "prefect.flow.id": flow.id },
      state_type: "PENDING",
      state_name: "Pending",
      run_count: 0,
      state: { type: "PENDING", name: "Pending", state_details: { flow_run_id: answer.body.id } },
    });
    expect(answer.body.name).toMatch(/^[a-z]+-[a-z]+$/);
    expect(await server.ask("GET", `/flow_runs/${answer.body.id}`)).toMatchObject({
      ...answer.body,
      estimated_start_time_delta: expect.any(Number),
    });
  });

  it("go through their states, and their columns with them", async ({ server }) => {
    const run = await aRun(server);
    const running = await propose(server, run, { type: "RUNNING" });
    expect(running).toMatchObject({ status: 201, body: { status: "ACCEPT", details: { type: "accept_details" } } });
    const completed = await propose(server, run, { type: "COMPLETED", data: { storage_key: "k" } });
    expect(completed.status).toBe(201);

    const ended = await server.ask<FlowRun>("GET", `/flow_runs/${run.id}`);
    expect(ended).toMatchObject({
      state_type: "COMPLETED",
      state_id: completed.body.state?.id,
      run_count: 1,
      start_time: running.body.state?.timestamp,
      end_time: completed.body.state?.timestamp,
      state: { data: { storage_key: "k" } },
    });
    const states = await server.ask<State[]>("GET", `/flow_run_states/?flow_run_id=${run.id}`);
    expect(states.map((state) => state.type)).toEqual(["PENDING", "RUNNING", "COMPLETED"]);
    expect(await server.ask("GET", `/flow_run_states/${states[2]?.id}`)).toEqual(ended.state);
  });

  it("announce each state in the transaction that made it", async ({ server }) => {
    const run = await aRun(server, { tags: ["b", "a"] });
    await propose(server, run, { type: "RUNNING", message: "off we go" });
    const rows = await server.ctx.read.selectFrom("event").selectAll().where("resource_id", "=", `prefect.flow-run.${run.id}`).execute();
    const [first, second] = rows.toSorted((one, other) => one.position - other.position);
    expect(rows).toHaveLength(2);
    expect(first).toMatchObject({ event: "prefect.flow-run.Pending", follows: null, payload: { initial_state: null } });
    expect(second).toMatchObject({
      event: "prefect.flow-run.Running",
      follows: first?.id,
      resource: { "prefect.state-message": "off we go", "prefect.run-count": "1", "prefect.resource.name": run.name },
      payload: { intended: { from: "PENDING", to: "RUNNING" }, validated_state: { type: "RUNNING", name: "Running" } },
    });
    expect(second?.related.map((item) => item["prefect.resource.id"])).toEqual([
      `prefect.flow.${run.flow_id}`,
      "prefect.tag.a",
      "prefect.tag.b",
      "prefect.tag.of-flow",
    ]);
  });

  it("are created once per idempotency key, however many ask at once", async ({ server }) => {
    const flow = await aFlow(server);
    const ask = () => server.call<FlowRun>("POST", "/flow_runs/", { flow_id: flow.id, idempotency_key: "once", name: "the-one" });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(await server.ask("POST", "/flow_runs/count", { flows: { id: { any_: [flow.id] } } })).toBe(1);
  });

  it("let exactly one of many proposals to PENDING win", async ({ server }) => {
    const run = await aRun(server, { state: { type: "SCHEDULED" } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => propose(server, run, { type: "PENDING" })));
    expect(answers.map((answer) => answer.body.status).sort()).toEqual(["ABORT", "ABORT", "ABORT", "ABORT", "ABORT", "ACCEPT"]);
  });

  it("are refused without an existing flow, pool or run", async ({ server }) => {
    const nobody = "00000000-0000-4000-8000-000000000000";
    expect((await server.call("POST", "/flow_runs/", { flow_id: nobody })).status).toBe(409);
    expect(await server.call("POST", "/flow_runs/", { flow_id: nobody, work_pool_name: "nowhere" })).toMatchObject({
      status: 404,
      body: { detail: 'Work pool "nowhere" not found.' },
    });
    expect(await server.call("POST", `/flow_runs/${nobody}/set_state`, { state: { type: "RUNNING" } })).toMatchObject({
      status: 404,
      body: { exception_message: `Flow run with id ${nobody} not found` },
    });
    expect(await server.call("GET", `/flow_runs/${nobody}`)).toMatchObject({ status: 404, body: { detail: "Flow run not found" } });
    expect((await server.call("POST", `/flow_runs/${nobody}/resume`, {})).status).toBe(404);
  });

  it("wait in the queue of a pool that was named, or in the one that is its default whatever its name", async ({ server }) => {
    const flow = await aFlow(server);
    const pool = uniqueName("pool");
    await server.ask("POST", "/work_pools/", { name: pool, type: "process" });
    await server.ask("PATCH", `/work_pools/${pool}/queues/default`, { name: "renamed" });
    const run = { flow_id: flow.id, work_pool_name: pool };
    expect(await server.ask("POST", "/flow_runs/", run)).toMatchObject({ work_pool_name: pool, work_queue_name: "renamed" });
    expect(await server.call("POST", "/flow_runs/", { ...run, work_queue_name: "default" })).toMatchObject({
      status: 404,
      body: { detail: `Work pool queue '${pool}/default' not found.` },
    });
    expect(await server.ask("POST", "/flow_runs/", { ...run, work_queue_name: "" })).toMatchObject({ work_queue_name: "renamed" });
    expect(await server.ask("POST", "/flow_runs/", { flow_id: flow.id, work_pool_name: "" })).toMatchObject({ work_pool_name: null });
  });

  it("change what is sent and nothing else", async ({ server }) => {
    const run = await aRun(server, { tags: ["keep"], parameters: { a: 1 } });
    expect((await server.call("PATCH", `/flow_runs/${run.id}`, { infrastructure_pid: "host:42" })).status).toBe(204);
    expect((await server.call("PATCH", `/flow_runs/${run.id}/labels`, { team: "x", n: 2 })).status).toBe(204);
    const changed = await server.ask<FlowRun>("GET", `/flow_runs/${run.id}`);
    expect(changed).toMatchObject({ infrastructure_pid: "host:42", tags: ["keep"], parameters: { a: 1 }, name: run.name });
    expect(changed.labels).toEqual({ "prefect.flow.id": run.flow_id, team: "x", n: 2 });
    expect((await server.call("PATCH", `/flow_runs/${run.id}/labels`, { bad: { nested: 1 } })).status).toBe(422);
    expect(await server.call("PATCH", `/flow_runs/${run.id}`, { job_variables: { a: 1 } })).toMatchObject({ status: 400 });
    expect((await server.call("PATCH", `/flow_runs/${run.id}`, { job_variables: null })).status).toBe(204);
    expect(await server.ask("GET", `/flow_runs/${run.id}`)).toMatchObject({ job_variables: null });
  });

  it("show no result that nobody kept, from the first", async ({ server }) => {
    const state = { type: "COMPLETED", data: { type: "unpersisted" } };
    const run = await aRun(server, { state });
    expect(run.state?.data).toBeNull();
    expect(await server.ask("GET", `/flow_runs/${run.id}`)).toMatchObject({ state: { data: null } });
  });

  it("go on after a pause that asks for nothing", async ({ server }) => {
    const run = await aRun(server, { state: { type: "RUNNING" } });
    await propose(server, run, { type: "PAUSED", state_details: { run_input_keyset: {} } });
    expect(await server.call("POST", `/flow_runs/${run.id}/resume`, { run_input: { n: 1 } })).toMatchObject({
      status: 201,
      body: { status: "ACCEPT" },
    });
  });

  it("may be scheduled for the end of time, and are listed then", async ({ server }) => {
    const state = { type: "SCHEDULED", state_details: { scheduled_time: "9999-12-31T23:59:59.999999Z" } };
    const run = await aRun(server, { state });
    expect(run.next_scheduled_start_time).toMatch(/^9999-12-31T23:59:59/);
    const found = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", { flow_runs: { id: { any_: [run.id] } } });
    expect(found).toMatchObject([{ id: run.id, expected_start_time: run.expected_start_time }]);
    const forever = { ...state, state_details: { scheduled_time: "9999-12-31T23:59:59-01:00" } };
    expect(await server.call("POST", "/flow_runs/", { flow_id: run.flow_id, state: forever })).toMatchObject({ status: 422 });
  });

  it("take parameters up to a size", async ({ server }) => {
    const run = await aRun(server);
    const parameters = { text: "x".repeat(600_000) };
    const msg = "Value error, Flow run parameters must be less than 524,288 bytes when serialized (got 600,011 bytes).";
    const refusal = (...loc: readonly (string | number)[]) => ({
      status: 422,
      body: { exception_detail: [{ loc: ["body", ...loc], msg }] },
    });
    const { id } = await server.ask<{ id: string }>("POST", "/deployments/", { flow_id: run.flow_id, name: "d" });
    expect(await server.call("POST", "/flow_runs/", { flow_id: run.flow_id, parameters })).toMatchObject(refusal("parameters"));
    expect(await server.call("PATCH", `/flow_runs/${run.id}`, { parameters })).toMatchObject(refusal("parameters"));
    expect(await server.call("PATCH", `/deployments/${id}`, { parameters })).toMatchObject(refusal("parameters"));
    expect(await server.call("POST", `/deployments/${id}/create_flow_run`, { parameters })).toMatchObject(refusal("parameters"));
    const bulk = await server.call("POST", `/deployments/${id}/create_flow_run/bulk`, [{}, { parameters }]);
    expect(bulk).toMatchObject(refusal(1, "parameters"));
    expect(await server.ask("POST", "/flow_runs/count", { flows: { id: { any_: [run.flow_id] } } })).toBe(1);
  });

  it("tell of long messages by their ends, and of no half characters", async ({ server }) => {
    const run = await aRun(server);
    const message = `${"a".repeat(49_999)}${"\u{1f600}".repeat(60_000)}`;
    expect(await propose(server, run, { type: "RUNNING", message })).toMatchObject({ status: 201, body: { state: { message } } });
    const events = server.ctx.read.selectFrom("event").select("resource").where("event", "=", "prefect.flow-run.Running");
    const [event] = await events.where("resource_id", "=", `prefect.flow-run.${run.id}`).execute();
    const told = `${"a".repeat(49_999)}\u{1f600}...9999 additional characters...${"\u{1f600}".repeat(50_000)}`;
    expect(event?.resource["prefect.state-message"] === told).toBe(true);
  });

  it("have logs to download under their name, whatever it is", async ({ server }) => {
    const run = await aRun(server, { name: "it's (a) *run*! ~ü" });
    const { headers } = await server.call("GET", `/flow_runs/${run.id}/logs/download`);
    const name = "it%27s%20%28a%29%20%2Arun%2A%21%20~%C3%BC-logs.csv";
    expect(headers.get("content-disposition")).toBe(`attachment; filename="flow-run-logs.csv"; filename*=UTF-8''${name}`);
  });

  it("are listed by state, name, time and parents, newest first", async ({ server }) => {
    const flow = await aFlow(server);
    const of = { flows: { id: { any_: [flow.id] } } };
    const runs: FlowRun[] = [];
    for (const name of ["one", "two", "three"])
      runs.push(await server.ask("POST", "/flow_runs/", { flow_id: flow.id, name, tags: [name, "all"] }));
    const [one, two, three] = runs.map((run) => run.id);
    await propose(server, runs[1] as FlowRun, { type: "RUNNING" });
    const ids = async (body: object): Promise<string[]> =>
      (await server.ask<FlowRun[]>("POST", "/flow_runs/filter", body)).map((run) => run.id);

    expect(await ids(of)).toEqual([three, two, one]);
    expect(await ids({ ...of, flow_runs: { state: { type: { any_: ["RUNNING"] } } } })).toEqual([two]);
    expect(await ids({ ...of, flow_runs: { state: { name: { any_: ["Pending", "Running"], not_any_: ["Running"] } } } })).toEqual([
      three,
      one,
    ]);
    expect(await ids({ ...of, flow_runs: { tags: { any_: ["one", "two"] } }, sort: "NAME_ASC" })).toEqual([one, two]);
    expect(await ids({ ...of, flow_runs: { start_time: { is_null_: false } } })).toEqual([two]);
    expect(await ids({ ...of, flow_runs: { parent_task_run_id: { is_null_: true } }, limit: 1, offset: 1 })).toEqual([two]);
    expect(await ids({ ...of, flow_runs: { expected_start_time: { before_: runs[0]?.expected_start_time } } })).toEqual([one]);
    expect(await ids({ ...of, work_pools: { name: { any_: ["none"] } } })).toEqual([]);
    expect(await server.ask("POST", "/flow_runs/count", { ...of, flow_runs: { tags: { all_: ["all"] } } })).toBe(3);
    expect(await server.ask("POST", "/flow_runs/paginate", { ...of, limit: 2 })).toMatchObject({ count: 3, pages: 2, page: 1 });
  });

  it("are deleted one by one and in bulk, with everything of theirs", async ({ server }) => {
    const flow = await aFlow(server);
    const of = { flow_runs: { tags: { all_: [flow.id] } } };
    const runs: FlowRun[] = [];
    for (let count = 0; count < 3; count++) runs.push(await server.ask("POST", "/flow_runs/", { flow_id: flow.id, tags: [flow.id] }));
    expect((await server.call("DELETE", `/flow_runs/${runs[0]?.id}`)).status).toBe(204);
    expect((await server.call("DELETE", `/flow_runs/${runs[0]?.id}`)).status).toBe(404);
    const bulk = await server.ask<{ deleted: string[] }>("POST", "/flow_runs/bulk_delete", of);
    expect(bulk.deleted).toEqual([runs[2]?.id, runs[1]?.id]);
    expect(await server.ask("GET", `/flow_run_states/?flow_run_id=${runs[1]?.id}`)).toEqual([]);
  });

  it("take a state in bulk, each by its own rules", async ({ server }) => {
    const flow = await aFlow(server);
    const of = { flow_runs: { tags: { all_: [flow.id] } } };
    const make = (): Promise<FlowRun> => server.ask("POST", "/flow_runs/", { flow_id: flow.id, tags: [flow.id] });
    const [done, open] = [await make(), await make()];
    await propose(server, done, { type: "COMPLETED" });
    const { results } = await server.ask<{ results: (OrchestrationResult & { flow_run_id: string })[] }>(
      "POST",
      "/flow_runs/bulk_set_state",
      {
        ...of,
        state: { type: "CANCELLING" },
      },
    );
    expect(results.map(({ flow_run_id, status }) => [flow_run_id, status])).toEqual([
      [open.id, "ACCEPT"],
      [done.id, "ABORT"],
    ]);
  });

  it("tell nothing of the database when it refuses a state in bulk", async ({ server }) => {
    const run = await aRun(server);
    const body = { flow_runs: { id: { any_: [run.id] } }, state: { type: "RUNNING", name: "a\0b" } };
    const { results } = await server.ask<{ results: OrchestrationResult[] }>("POST", "/flow_runs/bulk_set_state", body);
    const reason = "The state could not be set; the log of the server says why.";
    if (server.ctx.db.dialect.name === "sqlite") expect(results).toMatchObject([{ status: "ACCEPT" }]);
    else expect(results).toMatchObject([{ status: "ABORT", state: null, details: { reason } }]);
  });

  it("take retries in the words of old clients", async ({ server }) => {
    const run = await aRun(server, { empirical_policy: { retries: 0, max_retries: 3, retry_delay_seconds: 2 } });
    expect(run.empirical_policy).toMatchObject({ retries: 3, retry_delay: 2 });
    const body = { flow_id: run.flow_id, empirical_policy: { retries: 1, retry_delay_seconds: 1.5 } };
    expect(await server.call("POST", "/flow_runs/", body)).toMatchObject({
      status: 422,
      body: {
        exception_detail: [{ type: "int_from_float", loc: ["body", "empirical_policy", "retry_delay"], input: 1.5 }],
        request_body: body,
      },
    });
  });

  it("pause, wait for input that fits, and go on", async ({ server }) => {
    const run = await aRun(server);
    await propose(server, run, { type: "RUNNING" });
    const keyset = { schema: "s-schema", response: "s-response" };
    const schema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
    await server.ask("POST", `/flow_runs/${run.id}/input`, { key: keyset.schema, value: JSON.stringify(schema) });
    await propose(server, run, { type: "PAUSED", state_details: { pause_key: "p", run_input_keyset: keyset } });
    const resume = (run_input: object) => server.call<OrchestrationResult>("POST", `/flow_runs/${run.id}/resume`, { run_input });

    expect((await resume({ n: "text" })).body.details.reason).toBe(
      "Reason: Validation failed for field 'n'. Failure reason: 'text' is not of type 'integer'",
    );
    const unreadable = { __prefect_kind: "json", value: "{" };
    expect(await resume({ n: unreadable })).toMatchObject({
      status: 200,
      body: {
        status: "REJECT",
        state: { type: "PAUSED" },
        details: { reason: expect.stringMatching(/^Error hydrating run input: Invalid JSON/) },
      },
    });
    expect(await resume({ n: 3 })).toMatchObject({ status: 201, body: { status: "ACCEPT", state: { type: "RUNNING" } } });
    expect((await server.call("GET", `/flow_runs/${run.id}/input/s-response`)).body).toBe('{"n":3}');
    expect((await resume({})).body).toMatchObject({ state: null, status: "ABORT" });
  });

  it("ask again under the same keys when they are tried again, and take no answer of before", async ({ server }) => {
    const run = await aRun(server, { empirical_policy: { retries: 1, retry_delay: 0 } });
    const keyset = { schema: "s-schema", response: "s-response" };
    const paused = { type: "PAUSED", state_details: { pause_key: "p", run_input_keyset: keyset } };
    const ask = async (): Promise<void> => {
      await server.clock.advance("1s");
      await propose(server, run, { type: "RUNNING" });
      await server.clock.advance("1s");
      await propose(server, run, paused);
      const schema = { key: keyset.schema, value: '{"type": "object"}' };
      expect(await server.call("POST", `/flow_runs/${run.id}/input`, schema)).toMatchObject({ status: 201 });
    };
    const answer = () => server.call("GET", `/flow_runs/${run.id}/input/s-response`);
    await ask();
    await server.ask("POST", `/flow_runs/${run.id}/resume`, { run_input: { n: 1 } });
    expect(await answer()).toMatchObject({ status: 200, body: '{"n":1}' });
    await propose(server, run, { type: "FAILED" });
    await ask();
    expect(await answer()).toMatchObject({ status: 404 });
    await server.ask("POST", `/flow_runs/${run.id}/resume`, { run_input: { n: 2 } });
    expect(await answer()).toMatchObject({ status: 200, body: '{"n":2}' });
  });

  for (const { schema, says } of [
    { schema: "no JSON", says: "Run input schema is not valid JSON." },
    { schema: "[]", says: "Run input schema is not an object." },
    { schema: `{"$ref": "#/a", "a": {"$ref": "#/a"}}`, says: "Invalid schema: Unable to validate schema with circular references." },
    { schema: `{"$ref": "#/%a"}`, says: "Reason: Validation failed. Failure reason: Unresolvable: #/%a" },
  ]) {
    it(`stay paused when they ask for input by the schema ${schema}`, async ({ server }) => {
      const run = await aRun(server, { state: { type: "RUNNING" } });
      await server.ask("POST", `/flow_runs/${run.id}/input`, { key: "s", value: schema });
      await propose(server, run, { type: "PAUSED", state_details: { run_input_keyset: { schema: "s", response: "r" } } });
      expect(await server.call("POST", `/flow_runs/${run.id}/resume`, { run_input: { n: 1 } })).toMatchObject({
        status: 200,
        body: { status: "REJECT", state: { type: "PAUSED" }, details: { reason: says } },
      });
    });
  }

  it("move the task run that stands for them in their parent", async ({ server }) => {
    const parent = await aRun(server);
    const wrapper = await server.ask<{ id: string }>("POST", "/task_runs/", { flow_run_id: parent.id, task_key: "sub", dynamic_key: "0" });
    const child = await aRun(server, { parent_task_run_id: wrapper.id });
    await propose(server, child, { type: "RUNNING" });
    expect(await server.ask("GET", `/task_runs/${wrapper.id}`)).toMatchObject({
      state_type: "RUNNING",
      state: { state_details: { child_flow_run_id: child.id, flow_run_id: parent.id, task_run_id: wrapper.id } },
    });
    const children = { flow_runs: { parent_flow_run_id: { any_: [parent.id] } } };
    expect(await server.ask("POST", "/flow_runs/count", children)).toBe(1);
  });

  for (const gone of ["task_runs", "flow_runs", "flows"] as const) {
    it(`go on as runs of their own when one of the ${gone} above them is deleted`, async ({ server }) => {
      const parent = await aRun(server);
      const wrapper = await server.ask<{ id: string }>("POST", "/task_runs/", {
        flow_run_id: parent.id,
        task_key: "sub",
        dynamic_key: "0",
      });
      const child = await aRun(server, { parent_task_run_id: wrapper.id });
      const other = await aRun(server, { parent_task_run_id: "00000000-0000-4000-8000-000000000000" });
      const id = { task_runs: wrapper.id, flow_runs: parent.id, flows: parent.flow_id }[gone];
      expect((await server.call("DELETE", `/${gone}/${id}`)).status).toBe(204);
      expect(await propose(server, child, { type: "RUNNING" })).toMatchObject({ status: 201 });
      expect(await server.ask("GET", `/flow_runs/${child.id}`)).toMatchObject({ parent_task_run_id: null, state_type: "RUNNING" });
      expect(await server.ask("GET", `/flow_runs/${other.id}`)).toMatchObject({ parent_task_run_id: other.parent_task_run_id });
    });
  }
});
