import { randomUUID } from "node:crypto";
import type { FlowRun, Json, State, TaskRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer } from "@millrace/testing";
import { expect } from "vitest";
import { connect, subscribe, type TestSocket } from "../../http/fixtures/sockets.ts";
import { aFlowRun, anEvent, aTaskRunEvent, taskRunsOf } from "./fixtures/events.ts";

/** Sends events over one socket and waits until they are confirmed. */
const tell = async (server: TestServer, events: readonly unknown[]): Promise<TestSocket> => {
  const socket = await subscribe(server, "/events/in");
  for (const event of events) socket.send(event);
  await socket.ping();
  return socket;
};

const storedEvents = (server: TestServer, ids: readonly string[]) =>
  server.ctx.read
    .selectFrom("event")
    .selectAll()
    .where("id", "in", [...ids])
    .orderBy("occurred")
    .execute();

const statesOf = (server: TestServer, run: string): Promise<State[]> => server.ask<State[]>("GET", `/task_run_states/?task_run_id=${run}`);

onEveryDatabase("events sent over a socket", (it) => {
  it("are stored when their ping is answered, whole and once", async ({ server }) => {
    const event = anEvent({
      occurred: "2026-01-01T01:00:00.5+01:00",
      related: [{ "prefect.resource.id": "other.1", "prefect.resource.role": "friend", "prefect.resource.name": "Ö" }],
      payload: { deep: { list: [1, 2.5, null, "x"] } },
      follows: randomUUID(),
    });
    const socket = await tell(server, [event, event]);

    const stored = await storedEvents(server, [event.id]);
    const received = stored[0]?.received;
    expect(stored).toMatchObject([{ ...event, occurred: "2026-01-01T00:00:00.500000Z", resource_id: "thing.1" }]);

    socket.send({ ...event, event: "thing.changed", unknown: 1 });
    await socket.ping();
    expect(await storedEvents(server, [event.id])).toMatchObject([{ event: "thing.happened", received }]);
    expect(socket.received).toEqual([]);
  });

  it("that are not valid are left out, and the socket goes on", async ({ server }) => {
    const good = anEvent();
    const bad = [
      "no json",
      "5",
      { event: "x" },
      anEvent({ resource: {} }),
      anEvent({ resource: { "prefect.resource.id": "" } }),
      anEvent({ related: [{ "prefect.resource.id": "a" }] }),
      anEvent({ event: "x".repeat(1025) }),
      anEvent({ event: "😀".repeat(1025) }),
      anEvent({ payload: { big: "x".repeat(1_500_000) } }),
      anEvent({ payload: { deep: JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`) as Json } }),
    ];
    await tell(server, [...bad, good]);
    const ids = [...bad.flatMap((event) => (typeof event === "object" && "id" in event ? [event.id] : [])), good.id];
    expect((await storedEvents(server, ids)).map(({ id }) => id)).toEqual([good.id]);
  });

  it("have names of as many characters as the protocol counts", async ({ server }) => {
    const event = anEvent({ event: "😀".repeat(1024) });
    await tell(server, [event]);
    expect(await storedEvents(server, [event.id])).toMatchObject([{ event: event.event }]);
  });

  it("may hold the numbers that Python prints and JSON lacks, as bodies may", async ({ server }) => {
    const event = anEvent({ payload: { ratio: "?", list: [1.5] } });
    await tell(server, [JSON.stringify(event).replace('"?"', "NaN")]);
    expect(await storedEvents(server, [event.id])).toMatchObject([{ payload: { ratio: null, list: [1.5] } }]);
  });

  it("lose NUL characters and halves of surrogate pairs, which no database need take", async ({ server }) => {
    const event = anEvent({ payload: { "ke\0y": ["a\0b", "half \ud800", "\ud83d\ude00"] }, resource: { "prefect.resource.id": "a\0b" } });
    await tell(server, [event]);
    expect(await storedEvents(server, [event.id])).toMatchObject([
      { payload: { key: ["ab", "half \ufffd", "\ud83d\ude00"] }, resource: { "prefect.resource.id": "ab" }, resource_id: "ab" },
    ]);
  });

  it("that no database takes spoil nothing beside them", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const runs = [randomUUID(), randomUUID(), randomUUID()].sort();
    const events = runs.map((run) => aTaskRunEvent({ state: "Running", at: 1, run, flowRun }));
    const spoilt = aTaskRunEvent({ state: "Running", at: 1, run: randomUUID(), flowRun, fields: { run_count: 2 ** 40 } });
    await tell(server, [...events.slice(0, 2), spoilt, ...events.slice(2)]);
    const recorded = (await taskRunsOf(server, flowRun)).map(({ id }) => id);
    expect(recorded).toEqual(expect.arrayContaining(runs));
  });

  it("sent again after a lost connection change nothing", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const run = randomUUID();
    const events = [
      aTaskRunEvent({ state: "Pending", at: 1, run, flowRun }),
      aTaskRunEvent({ state: "Running", at: 2, run, flowRun }),
      aTaskRunEvent({ state: "Completed", at: 3, run, flowRun }),
    ];
    (await tell(server, events.slice(0, 2))).close();
    await tell(server, events);
    expect(await taskRunsOf(server, flowRun)).toMatchObject([{ id: run, state_name: "Completed" }]);
    expect((await statesOf(server, run)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it("of old clients need no credentials when there are none", async ({ server }) => {
    const event = anEvent();
    const socket = await connect(server, { path: "/events/in" });
    socket.send(event);
    await socket.ping();
    expect(await storedEvents(server, [event.id])).toHaveLength(1);
  });

  it("keep a flow run alive by our clock, not theirs", async ({ server }) => {
    const { id } = await aFlowRun(server);
    const before = server.clock.now();
    await tell(server, [
      anEvent({
        event: "prefect.flow-run.heartbeat",
        resource: { "prefect.resource.id": `prefect.flow-run.${id}` },
        occurred: "2001-01-01T00:00:00Z",
      }),
    ]);
    const row = await server.ctx.read.selectFrom("flow_run").select("last_heartbeat").where("id", "=", id).executeTakeFirst();
    expect(row?.last_heartbeat?.slice(0, 19)).toBe(before.slice(0, 19));
  });
});

onEveryDatabase("task runs told by events", (it) => {
  it("are found with everything their client said of them", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const run = randomUUID();
    const data = { type: "persisted", storage_key: "k" };
    await tell(server, [
      aTaskRunEvent({ state: "Pending", at: 1, run, flowRun, fields: { expected_start_time: "2026-01-01T00:00:01Z" } }),
      aTaskRunEvent({ state: "Running", at: 2, run, flowRun, fields: { run_count: 1, start_time: "2026-01-01T00:00:02Z" } }),
    ]);
    const final = aTaskRunEvent({
      state: "Completed",
      at: 4,
      run,
      flowRun,
      data,
      details: { cache_key: "c" },
      fields: { run_count: 1, end_time: "2026-01-01T00:00:04Z", total_run_time: "PT2S", labels: { team: "x", share: 1.5, paid: true } },
    });
    await tell(server, [final]);

    expect(await server.ask<TaskRun>("GET", `/task_runs/${run}`)).toMatchObject({
      id: run,
      name: "extract-3ff",
      flow_run_id: flowRun,
      task_key: "extract-f2ab4190",
      dynamic_key: run,
      tags: ["etl"],
      labels: { team: "x", share: 1.5, paid: true },
      task_inputs: { n: [] },
      run_count: 1,
      flow_run_run_count: 1,
      expected_start_time: "2026-01-01T00:00:01Z",
      start_time: "2026-01-01T00:00:02Z",
      end_time: "2026-01-01T00:00:04Z",
      total_run_time: 2,
      state_id: final.id,
      state_type: "COMPLETED",
      state: {
        id: final.id,
        type: "COMPLETED",
        name: "Completed",
        timestamp: "2026-01-01T00:00:04Z",
        data,
        state_details: { flow_run_id: flowRun, task_run_id: run, cache_key: "c", deferred: false },
      },
    });
    expect((await statesOf(server, run)).map(({ name }) => name)).toEqual(["Pending", "Running", "Completed"]);
  });

  it("show their newest state, whatever the order of arrival, and keep all", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const run = randomUUID();
    const told = (state: string, at: number, fields = {}) => aTaskRunEvent({ state, at, run, flowRun, fields });
    await tell(server, [told("Completed", 3, { end_time: "2026-01-01T00:00:03Z" }), told("Pending", 1)]);
    await tell(server, [told("Running", 2, { run_count: 7, cache_key: "stale" })]);
    expect(await server.ask<TaskRun>("GET", `/task_runs/${run}`)).toMatchObject({
      state_name: "Completed",
      run_count: 0,
      cache_key: null,
      end_time: "2026-01-01T00:00:03Z",
    });
    expect((await statesOf(server, run)).map(({ name }) => name)).toEqual(["Pending", "Running", "Completed"]);
  });

  it("keep what a later event does not mention and lose what it sets to null", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const run = randomUUID();
    const fields = { cache_key: "c", task_version: "1", expected_start_time: "2026-01-01T00:00:01Z" };
    await tell(server, [aTaskRunEvent({ state: "Pending", at: 1, run, flowRun, fields: { ...fields, labels: { team: "x" } } })]);
    await tell(server, [aTaskRunEvent({ state: "Running", at: 2, run, flowRun, fields: { task_version: null, labels: null } })]);
    const kept = await server.ask<TaskRun>("GET", `/task_runs/${run}`);
    expect(kept).toMatchObject({ ...fields, task_version: null });
    expect(kept.labels).toEqual({});
  });

  it("that nobody named get a name, and keep it", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const run = randomUUID();
    const tellOf = (state: string, at: number, name: string | null | undefined) =>
      tell(server, [aTaskRunEvent({ state, at, run, flowRun, fields: { name } })]);
    await tellOf("Pending", 1, undefined);
    const { name } = await server.ask<TaskRun>("GET", `/task_runs/${run}`);
    expect(name).toMatch(/^[a-z]+-[a-z]+$/);
    await tellOf("Running", 2, null);
    await tellOf("Completed", 3, "");
    expect(await server.ask<TaskRun>("GET", `/task_runs/${run}`)).toMatchObject({ name, state_name: "Completed" });
  });

  it("stay in their flow run when an event names none", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const run = randomUUID();
    await tell(server, [aTaskRunEvent({ state: "Scheduled", at: 1, run, flowRun })]);
    await tell(server, [aTaskRunEvent({ state: "Pending", at: 2, run })]);
    expect(await server.ask<TaskRun>("GET", `/task_runs/${run}`)).toMatchObject({ flow_run_id: flowRun, state_name: "Pending" });
  });

  it("are one run for one flow run, task key and dynamic key, whatever ids events have", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await tell(server, [
      aTaskRunEvent({ state: "Pending", at: 1, run: first, flowRun, dynamicKey: "k" }),
      aTaskRunEvent({ state: "Running", at: 2, run: second, flowRun, dynamicKey: "k" }),
    ]);
    await tell(server, [aTaskRunEvent({ state: "Completed", at: 3, run: third, flowRun, dynamicKey: "k" })]);
    const runs = await taskRunsOf(server, flowRun);
    expect(runs).toMatchObject([{ id: first, state_name: "Completed" }]);
    const states = await statesOf(server, first);
    expect(states.map(({ name }) => name)).toEqual(["Pending", "Running", "Completed"]);
    expect(new Set(states.map((state) => state.state_details.task_run_id))).toEqual(new Set([first]));
  });

  it("without a flow run are told apart by id", async ({ server }) => {
    const runs = [randomUUID(), randomUUID()];
    await tell(
      server,
      runs.map((run) => aTaskRunEvent({ state: "Running", at: 1, run, dynamicKey: "same" })),
    );
    for (const run of runs) expect(await server.ask<TaskRun>("GET", `/task_runs/${run}`)).toMatchObject({ id: run, flow_run_id: null });
  });

  it("wait a little for their flow run, and not for ever", async ({ server }) => {
    const { id: flowRun, flow_id } = await aFlowRun(server);
    const [lost, waiting] = [randomUUID(), randomUUID()];
    const lateFlowRun = randomUUID();
    await tell(server, [
      aTaskRunEvent({ state: "Running", at: 1, run: lost, flowRun: randomUUID() }),
      aTaskRunEvent({ state: "Running", at: 1, run: waiting, flowRun: lateFlowRun }),
      aTaskRunEvent({ state: "Running", at: 1, run: randomUUID(), flowRun }),
    ]);
    expect(await taskRunsOf(server, flowRun)).toHaveLength(1);

    await server.ctx.transact(async (tx) => {
      const row = await tx.selectFrom("flow_run").selectAll().where("id", "=", flowRun).executeTakeFirstOrThrow();
      await tx.dialect.insertMany(tx, { table: "flow_run", rows: [{ ...row, id: lateFlowRun, flow_id, state_id: null }] });
    });
    await server.clock.advance("10s");
    await expect.poll(() => taskRunsOf(server, lateFlowRun)).toMatchObject([{ id: waiting, state_name: "Running" }]);
    expect(await server.call("GET", `/task_runs/${lost}`)).toMatchObject({ status: 404 });
  });

  it("that say nothing usable are left out, their events kept", async ({ server }) => {
    const run = randomUUID();
    const events = [
      anEvent({
        event: "prefect.task-run.Running",
        resource: { "prefect.resource.id": `prefect.task-run.${run}`, "prefect.orchestration": "client" },
      }),
      {
        ...aTaskRunEvent({ state: "Running", at: 1, run }),
        resource: { "prefect.resource.id": "prefect.task-run.nonsense", "prefect.orchestration": "client" },
      },
      {
        ...aTaskRunEvent({ state: "Running", at: 1, run }),
        resource: { "prefect.resource.id": `prefect.task-run.${run}`, "prefect.orchestration": "server" },
      },
    ];
    await tell(server, events);
    expect(
      await storedEvents(
        server,
        events.map(({ id }) => id),
      ),
    ).toHaveLength(3);
    expect(await server.call("GET", `/task_runs/${run}`)).toMatchObject({ status: 404 });
  });

  it("come in their thousands over several sockets at once", async ({ server }) => {
    const { id: flowRun } = await aFlowRun(server);
    const runs = Array.from({ length: 700 }, () => randomUUID());
    const events = runs.flatMap((run) =>
      ["Pending", "Running", "Completed"].map((state, at) => aTaskRunEvent({ state, at, run, flowRun })),
    );
    const thirds = [0, 1, 2].map((third) => events.filter((_, index) => index % 3 === third));
    await Promise.all([...thirds, events].map((part) => tell(server, part)));
    const rows = await server.ctx.read.selectFrom("task_run").select("state_name").where("flow_run_id", "=", flowRun).execute();
    expect(rows).toHaveLength(700);
    expect(new Set(rows.map((row) => row.state_name))).toEqual(new Set(["Completed"]));
    expect(
      await storedEvents(
        server,
        events.slice(0, 300).map(({ id }) => id),
      ),
    ).toHaveLength(300);
  });
});

onEveryDatabase("events sent by request", (it) => {
  it("are stored and recorded when the answer comes", async ({ server }) => {
    const { id: flowRun }: FlowRun = await aFlowRun(server);
    const run = randomUUID();
    const events = [anEvent(), aTaskRunEvent({ state: "Running", at: 1, run, flowRun })];
    expect(await server.call("POST", "/events", events)).toMatchObject({ status: 204, body: "" });
    expect(
      await storedEvents(
        server,
        events.map(({ id }) => id),
      ),
    ).toHaveLength(2);
    expect(await taskRunsOf(server, flowRun)).toMatchObject([{ id: run, state_name: "Running" }]);
  });

  it("are refused together when one is invalid", async ({ server }) => {
    const good = anEvent();
    expect(await server.call("POST", "/events", [good, { ...anEvent(), occurred: "soon" }])).toMatchObject({ status: 422 });
    const answer = await server.call("POST", "/events", [good, anEvent({ related: [{ "prefect.resource.id": "a" }] })]);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        exception_detail: [
          {
            type: "value_error",
            loc: ["body", 1, "related", 0],
            msg: "Value error, Related Resources must include the prefect.resource.role label",
          },
        ],
      },
    });
    expect(await storedEvents(server, [good.id])).toEqual([]);
  });

  it("that are too large are dropped without a word", async ({ server }) => {
    const [large, small] = [anEvent({ payload: { big: "x".repeat(1_600_000) } }), anEvent()];
    expect(await server.call("POST", "/events", [large, small])).toMatchObject({ status: 204 });
    expect((await storedEvents(server, [large.id, small.id])).map(({ id }) => id)).toEqual([small.id]);
  });
});
