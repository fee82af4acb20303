import type { Flow, FlowRun } from "@millrace/contract";
import { onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { expect, test } from "vitest";

/** What is printed, by name and labels. */
const scrape = async (server: TestServer): Promise<Readonly<Record<string, number>>> => {
  const { status, headers, body } = await server.call<string>("GET", "/metrics");
  expect([status, headers.get("content-type")]).toEqual([200, "text/plain; version=1.0.0; charset=utf-8"]);
  const lines = body.split("\n");
  expect(lines.pop()).toBe("");
  const samples = lines.filter((line) => !line.startsWith("#"));
  for (const line of samples) expect(line).toMatch(/^[a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)+\})? [-+.\deInf]+$/);
  const described = lines.filter((line) => line.startsWith("# TYPE")).map((line) => line.split(" ")[2]);
  expect(new Set(described).size).toBe(described.length);
  return Object.fromEntries(samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]));
};

const aFlow = (server: TestServer, name = uniqueName("flow")) => server.ask<Flow>("POST", "/flows/", { name });
const aRun = (server: TestServer, flow: Flow, body: object = {}) =>
  server.ask<FlowRun>("POST", "/flow_runs/", { flow_id: flow.id, ...body });
const move = (server: TestServer, { id }: FlowRun, type: string) => server.ask("POST", `/flow_runs/${id}/set_state`, { state: { type } });

onEveryDatabase(
  "metrics",
  (it) => {
    it("tell how many runs there are, how they ended and how long they took", async ({ server }) => {
      const flow = await aFlow(server, 'a "quoted" \\ flow');
      const run = await aRun(server, flow);
      await aRun(server, flow);
      await move(server, run, "RUNNING");
      await server.clock.advance("7s");
      await move(server, run, "COMPLETED");
      const label = 'flow="a \\"quoted\\" \\\\ flow"';
      expect(await scrape(server)).toMatchObject({
        'millrace_flow_runs{state_type="COMPLETED",state_name="Completed"}': 1,
        'millrace_flow_runs{state_type="PENDING",state_name="Pending"}': 1,
        [`millrace_flow_runs_ended_total{${label},state_type="COMPLETED"}`]: 1,
        [`millrace_flow_run_duration_seconds_bucket{${label},le="5"}`]: 0,
        [`millrace_flow_run_duration_seconds_bucket{${label},le="15"}`]: 1,
        [`millrace_flow_run_duration_seconds_bucket{${label},le="+Inf"}`]: 1,
        [`millrace_flow_run_duration_seconds_count{${label}}`]: 1,
        'millrace_state_proposals_total{proposed="COMPLETED",status="ACCEPT"}': 1,
        millrace_flow_run_start_delay_seconds_count: 1,
      });
    });

    it("tell how late runs are, and how many wait in a queue", async ({ server }) => {
      const pool = uniqueName("pool");
      await server.ask("POST", "/work_pools/", { name: pool, type: "process" });
      await server.ask("POST", `/work_pools/${pool}/workers/heartbeat`, { name: "w" });
      const scheduled_time = server.clock.now();
      const state = { type: "SCHEDULED", state_details: { scheduled_time } };
      await aRun(server, await aFlow(server), { state, work_pool_name: pool, work_queue_name: "default" });
      await aRun(server, await aFlow(server), { state: { ...state, name: "Late" } });
      await server.clock.advance("30s");
      const found = await scrape(server);
      expect(found).toMatchObject({
        millrace_flow_runs_late: 1,
        [`millrace_work_queue_due_runs{work_pool="${pool}",work_queue="default"}`]: 1,
        [`millrace_workers{work_pool="${pool}",status="online"}`]: 1,
        [`millrace_workers{work_pool="${pool}",status="offline"}`]: 0,
      });
      expect(found.millrace_oldest_due_flow_run_seconds).toBeCloseTo(30, 0);
      await server.clock.advance("10m");
      expect(await scrape(server)).toMatchObject({ [`millrace_workers{work_pool="${pool}",status="offline"}`]: 1 });
    });

    it("tell who wants more slots than there are", async ({ server }) => {
      const limit = uniqueName("limit");
      await server.ask("POST", "/v2/concurrency_limits/", { name: limit, limit: 2 });
      const claim = () =>
        server.call("POST", "/v2/concurrency_limits/increment-with-lease", { names: [limit], slots: 2, lease_duration: 60 });
      await claim();
      await claim();
      await server.clock.advance("61s");
      expect(await scrape(server)).toMatchObject({
        [`millrace_concurrency_limit_slots{limit="${limit}",slots="all"}`]: 2,
        [`millrace_concurrency_limit_slots{limit="${limit}",slots="taken"}`]: 2,
        'millrace_concurrency_slot_claims_total{outcome="granted"}': 1,
        'millrace_concurrency_slot_claims_total{outcome="denied"}': 1,
        'millrace_concurrency_leases{leases="over"}': 1,
      });
    });

    it("measure requests by their route, never by what callers write into it", async ({ server }) => {
      await server.call("GET", "/flows/name/secret-name");
      await server.call("GET", "/nowhere/secret-name");
      const { body } = await server.call<string>("GET", "/metrics");
      expect(body).not.toContain("secret-name");
      expect(await scrape(server)).toMatchObject({
        'millrace_http_request_duration_seconds_count{route="/api/flows/name/:name",method="GET",status="4xx"}': 1,
        'millrace_http_request_duration_seconds_count{route="other",method="GET",status="4xx"}': 1,
        'millrace_transaction_duration_seconds_count{outcome="committed"}': expect.any(Number),
        millrace_transactions_open: 0,
        millrace_event_intake_depth: 0,
        millrace_event_tail_behind: 0,
        process_resident_memory_bytes: expect.any(Number),
      });
    });
  },
  { metricsEnabled: true },
);

test("background services are measured, and the tail while somebody listens", async () => {
  const server = await startTestServer({ metricsEnabled: true, servicesEnabled: true });
  await server.ctx.tail.listen(() => undefined);
  await server.clock.advance("2m");
  expect(await scrape(server)).toMatchObject({
    'millrace_service_run_duration_seconds_count{service="scheduler",outcome="done"}': expect.any(Number),
    'millrace_service_lag_seconds_count{service="scheduler"}': expect.any(Number),
    millrace_event_tail_behind: 0,
  });
  await server.stop();
});

test("there are none unless asked for, and they ask for the password like other routes", async () => {
  const closed = await startTestServer();
  expect(await closed.call("GET", "/metrics")).toMatchObject({ status: 404, body: { detail: "Not Found" } });
  await closed.stop();
  const guarded = await startTestServer({ metricsEnabled: true, authString: "me:secret" });
  expect((await guarded.call("GET", "/metrics")).status).toBe(401);
  const headers = { authorization: `Basic ${Buffer.from("me:secret").toString("base64")}` };
  expect((await guarded.send({ method: "GET", path: "/metrics", headers })).status).toBe(200);
  await guarded.stop();
});
