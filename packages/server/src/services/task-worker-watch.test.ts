import { type OrchestrationResult, secondsBetween, type TaskRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { subscribe, type TestSocket } from "../http/fixtures/sockets.ts";
import { createTaskWorkerWatch } from "./task-worker-watch.ts";

const connect = async (server: TestServer, client_id: string, key: string): Promise<TestSocket> => {
  const socket = await subscribe(server, "/task_runs/subscriptions/scheduled");
  socket.send({ type: "subscribe", keys: [key], client_id });
  return socket;
};

const delayed = (server: TestServer, task_key: string): Promise<TaskRun> =>
  server.ask<TaskRun>("POST", "/task_runs/", {
    task_key,
    dynamic_key: uniqueName("d"),
    state: { type: "SCHEDULED", name: "Scheduled", state_details: { deferred: true } },
  });

const move = (server: TestServer, { id }: TaskRun, type: string): Promise<OrchestrationResult> =>
  server.ask<OrchestrationResult>("POST", `/task_runs/${id}/set_state`, { state: { type }, force: true });

const stateOf = async (server: TestServer, { id }: TaskRun) => {
  const { state } = await server.ask<TaskRun>("GET", `/task_runs/${id}`);
  return [state?.type, state?.message];
};

/** A worker that has been given a run of its task. */
const withRun = async (server: TestServer, worker = uniqueName("host"), key = uniqueName("task")) => {
  const run = await delayed(server, key);
  const socket = await connect(server, worker, key);
  await socket.next();
  socket.send({ type: "ack" });
  await claimed(server, run);
  return { worker, key, run, socket };
};

const claimed = (server: TestServer, { id }: TaskRun): Promise<void> =>
  expect
    .poll(() => server.ctx.read.selectFrom("task_run_claim").select("confirmed").where("task_run_id", "=", id).execute())
    .toEqual([{ confirmed: true }]);

/** Resolves when the server has noted that a worker is there: a connection is open before that. */
const present = (server: TestServer, worker: string): Promise<void> =>
  expect
    .poll(async () => {
      const notes = await server.ctx.read.selectFrom("task_worker_connection").selectAll().where("worker", "=", worker).execute();
      return Math.max(...notes.map(({ offline_after }) => secondsBetween(server.clock.now(), offline_after)));
    })
    .toBeGreaterThan(60);

/** Resolves when the server has noticed that a worker let go. */
const noticed = (server: TestServer, worker: string, within: number): Promise<void> =>
  expect
    .poll(async () => {
      const notes = await server.ctx.read.selectFrom("task_worker_connection").selectAll().where("worker", "=", worker).execute();
      return notes.map(({ offline_after }) => secondsBetween(server.clock.now(), offline_after) <= within);
    })
    .toEqual([true]);

const watch = async ({ ctx }: TestServer) => {
  const service = createTaskWorkerWatch();
  await service.runOnce(ctx);
  return { look: () => service.runOnce(ctx), nextDue: () => service.nextDue?.(ctx) };
};

const gone = (worker: string) => [
  "CRASHED",
  `The task worker "${worker}" that took this run is gone. It has died or lost its connection, so the run counts as crashed.`,
];

onEveryDatabase("background runs of a task worker that is gone", (it) => {
  it("crash seconds after its connection ended, whoever awaits them is told, and no other worker gets them", async ({ server }) => {
    const { look, nextDue } = await watch(server);
    const { worker, key, run, socket } = await withRun(server);
    await move(server, run, "RUNNING");
    socket.close();
    await noticed(server, worker, 10);
    expect(secondsBetween(server.clock.now(), (await nextDue()) ?? "")).toBeLessThanOrEqual(10);
    await look();
    expect(await stateOf(server, run)).toEqual(["RUNNING", null]);
    await server.clock.advance("11s");
    await look();
    expect(await stateOf(server, run)).toEqual(gone(worker));
    const filter = { event: { name: ["prefect.task-run.Crashed"] }, resource: { id: [`prefect.task-run.${run.id}`] } };
    const { events } = await server.ask<{ events: readonly object[] }>("POST", "/events/filter", { filter });
    expect(events).toHaveLength(1);

    const other = await delayed(server, key);
    const next = await connect(server, uniqueName("host"), key);
    expect(await next.next<TaskRun>()).toMatchObject({ id: other.id });
  });

  it("crash when it had not begun them, and stay as they are when they have ended", async ({ server }) => {
    const { look } = await watch(server);
    const taken = await withRun(server);
    const done = await withRun(server);
    await move(server, done.run, "COMPLETED");
    for (const { worker, socket } of [taken, done]) {
      socket.close();
      await noticed(server, worker, 10);
    }
    await server.clock.advance("11s");
    await look();
    expect(await stateOf(server, taken.run)).toEqual(gone(taken.worker));
    expect((await stateOf(server, done.run))[0]).toBe("COMPLETED");
  });

  it("live on when it comes back in time, on whichever connection, and when they went to another worker since", async ({ server }) => {
    const { look } = await watch(server);
    const { worker, key, run, socket } = await withRun(server);
    await move(server, run, "RUNNING");
    socket.close();
    await noticed(server, worker, 10);
    const back = await connect(server, worker, uniqueName("no task has this key"));
    await present(server, worker);
    await server.clock.advance("11s");
    await look();
    expect((await stateOf(server, run))[0]).toBe("RUNNING");

    await server.ask("POST", `/task_runs/${run.id}/set_state`, {
      state: { type: "SCHEDULED", name: "AwaitingRetry", state_details: { deferred: true } },
      force: true,
    });
    const other = await connect(server, uniqueName("host"), key);
    expect(await other.next<TaskRun>()).toMatchObject({ id: run.id });
    other.send({ type: "ack" });
    await other.ping();
    await move(server, run, "RUNNING");
    back.close();
    await server.clock.advance("60s");
    await look();
    await server.clock.advance("60s");
    await look();
    expect((await stateOf(server, run))[0]).toBe("RUNNING");
  });

  it("are given a minute when this server was away", async ({ server }) => {
    const { worker, run, socket } = await withRun(server);
    await move(server, run, "RUNNING");
    socket.close();
    await noticed(server, worker, 10);
    await server.clock.advance("1h");
    const { look, nextDue } = await watch(server);
    expect(secondsBetween(server.clock.now(), (await nextDue()) ?? "")).toBeLessThanOrEqual(60);
    await server.clock.advance("59s");
    await look();
    expect((await stateOf(server, run))[0]).toBe("RUNNING");
    await server.clock.advance("1s");
    await look();
    expect(await stateOf(server, run)).toEqual(gone(worker));
  });
});
