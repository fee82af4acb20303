import type { TaskRun, TaskWorker } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { subscribe, type TestSocket } from "../../http/fixtures/sockets.ts";

const path = "/task_runs/subscriptions/scheduled";

const aWorker = async (server: TestServer, ...keys: string[]): Promise<TestSocket> => {
  const socket = await subscribe(server, path);
  socket.send({ type: "subscribe", keys, client_id: "host-1" });
  return socket;
};

/** A background task run, as `.delay()` creates it. */
const delayed = (server: TestServer, task_key: string, state: object = {}): Promise<TaskRun> =>
  server.ask<TaskRun>("POST", "/task_runs/", {
    task_key,
    dynamic_key: uniqueName("d"),
    state: { type: "SCHEDULED", name: "Scheduled", state_details: { deferred: true }, ...state },
  });

onEveryDatabase("background task runs", (it) => {
  it("go to a worker of their task, one at a time, whole, oldest first", async ({ server }) => {
    const key = uniqueName("task");
    const first = await delayed(server, key);
    const worker = await aWorker(server, "unknown", key);
    expect(await worker.next<TaskRun>()).toMatchObject({
      id: first.id,
      task_key: key,
      state: { type: "SCHEDULED", state_details: { deferred: true } },
    });

    const second = await delayed(server, key);
    await worker.ping();
    expect(worker.received).toEqual([]);
    worker.send({ type: "ack" });
    expect(await worker.next<TaskRun>()).toMatchObject({ id: second.id });
    worker.send({ type: "ack" });
    const third = await delayed(server, key);
    expect(await worker.next<TaskRun>()).toMatchObject({ id: third.id });
  });

  it("have workers that the server can name", async ({ server }) => {
    const [key, other] = [uniqueName("task"), uniqueName("task")];
    const find = (...task_keys: string[]) =>
      server.ask<TaskWorker[]>("POST", "/task_workers/filter", { task_worker_filter: { task_keys } });
    const workers = [await aWorker(server, key), await aWorker(server, other)];
    await Promise.all(workers.map((worker) => worker.ping()));
    const [found, ...more] = await find(key);
    expect(found).toMatchObject({ identifier: "host-1", timestamp: expect.stringMatching(/Z$/) });
    expect(found?.task_keys).toEqual(expect.arrayContaining([key, other]));
    expect(more).toEqual([]);
    expect(await find("unknown task")).toEqual([]);
    expect(await server.ask<TaskWorker[]>("POST", "/task_workers/filter", {})).toContainEqual(found);

    workers[0]?.send({ type: "quit" });
    await workers[0]?.closed;
    await expect.poll(() => find(key)).toEqual([]);
  });

  it("go to exactly one of several workers", async ({ server }) => {
    const key = uniqueName("task");
    const workers = await Promise.all([aWorker(server, key), aWorker(server, key), aWorker(server, key)]);
    const got: string[] = [];
    const served = workers.map(async (worker) => {
      while (got.length < 20) {
        const run = await Promise.race([worker.next<TaskRun>(), worker.closed]);
        if (!("id" in run)) return;
        got.push(run.id);
        worker.send({ type: "ack" });
      }
      for (const each of workers) each.close();
    });
    const runs = await Promise.all(Array.from({ length: 20 }, () => delayed(server, key)));
    await Promise.all(served);
    expect(got.sort()).toEqual(runs.map(({ id }) => id).sort());
  });

  it("go to the next worker when theirs drops, quits or answers nonsense before it has them", async ({ server }) => {
    const key = uniqueName("task");
    const run = await delayed(server, key);
    const dropped = await aWorker(server, key);
    expect(await dropped.next<TaskRun>()).toMatchObject({ id: run.id });
    dropped.close();

    const quitting = await aWorker(server, key);
    expect(await quitting.next<TaskRun>()).toMatchObject({ id: run.id });
    quitting.send({ type: "quit" });
    expect(await quitting.closed).toEqual({ code: 1000, reason: "" });

    const confused = await aWorker(server, key);
    expect(await confused.next<TaskRun>()).toMatchObject({ id: run.id });
    confused.send({ type: "thanks" });
    expect(await confused.closed).toEqual({ code: 4001, reason: "Protocol violation: expected 'ack' or 'quit' message" });

    const last = await aWorker(server, key);
    expect(await last.next<TaskRun>()).toMatchObject({ id: run.id });
    last.send({ type: "ack" });
    await last.ping();
    last.close();
    const late = await aWorker(server, key);
    const other = await delayed(server, key);
    expect(await late.next<TaskRun>()).toMatchObject({ id: other.id });
  });

  it("that are retried come first, ones that are not deferred never", async ({ server }) => {
    const key = uniqueName("task");
    await delayed(server, key, { state_details: { deferred: false } });
    const fresh = await delayed(server, key);
    const retried = await delayed(server, key, { name: "AwaitingRetry" });
    const worker = await aWorker(server, key);
    expect(await worker.next<TaskRun>()).toMatchObject({ id: retried.id });
    worker.send({ type: "ack" });
    expect(await worker.next<TaskRun>()).toMatchObject({ id: fresh.id });
  });
});
