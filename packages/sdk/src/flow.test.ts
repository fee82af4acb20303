import { describe, expect, test } from "vitest";
import * as z from "zod";
import { flowRun, signal } from "./context.ts";
import { NonRetriable } from "./errors.ts";
import { createFakeServer } from "./fixtures/fake-server.ts";
import { flow } from "./flow.ts";
import { state } from "./returned-state.ts";
import { task } from "./task.ts";

const call = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id")}`;

describe("a flow that is called", () => {
  test("makes the protocol's calls in the protocol's order", async () => {
    const fake = createFakeServer();
    const hello = flow(
      { name: "hello", version: "1", tags: ["a"], runName: "hello-{who}" },
      async ({ who }: { who: string }) => `hello ${who}`,
    );
    expect(await fake.run(() => hello({ who: "ann" }))).toBe("hello ann");
    expect(fake.calls.map(call)).toEqual([
      "POST /flows/",
      "POST /flow_runs/",
      "PATCH /flow_runs/:id",
      "POST /flow_runs/:id/set_state",
      "POST /events",
      "POST /flow_runs/:id/set_state",
      "POST /logs/",
    ]);
    expect(fake.calls[1]?.body).toMatchObject({ flow_version: "1", parameters: { who: "ann" }, tags: ["a"], state: { type: "PENDING" } });
    expect(fake.calls[2]?.body).toEqual({ name: "hello-ann" });
    expect(fake.calls.at(-2)?.body).toMatchObject({
      force: false,
      state: { type: "COMPLETED", data: "hello ann", state_details: { transition_id: expect.any(String) } },
    });
    expect(fake.events.map(({ event }) => event)).toEqual(["prefect.flow-run.heartbeat"]);
  });

  test("gives its body what the schema makes of the parameters, and the server what was given", async () => {
    const fake = createFakeServer();
    const dated = flow({ name: "dated", parameters: z.object({ day: z.coerce.date() }) }, async ({ day }) => day.getUTCFullYear());
    expect(await fake.run(() => dated({ day: "2026-01-01" }))).toBe(2026);
    expect(fake.calls[1]?.body).toMatchObject({ parameters: { day: "2026-01-01" } });
  });

  test("fails before it runs when the parameters do not fit", async () => {
    const fake = createFakeServer();
    const failed: unknown[] = [];
    const strict = flow(
      { name: "strict", parameters: z.object({ n: z.number() }), onFailure: ({ error }) => failed.push(error?.name) },
      async () => 1,
    );
    await expect(fake.run(() => strict({ n: Number.NaN }))).rejects.toMatchObject({ name: "InvalidParameters" });
    expect(fake.proposals()).toEqual(["Failed"]);
    expect(fake.calls.at(-2)?.body).toMatchObject({
      state: { message: expect.stringContaining("Validation of flow parameters failed with error: InvalidParameters: n:") },
    });
    expect(failed).toEqual(["InvalidParameters"]);
  });

  test("knows itself", async () => {
    const fake = createFakeServer();
    const me = flow({ name: "me" }, async () => ({ ...flowRun(), aborted: signal().aborted }));
    expect(await fake.run(() => me())).toMatchObject({ flowName: "me", runCount: 1, aborted: false });
    expect(() => flowRun()).toThrow("outside a flow run");
    expect(flowRun({ optional: true })).toBeUndefined();
  });

  test("may end itself in a state of its own choice", async () => {
    const fake = createFakeServer();
    const picky = flow({ name: "picky" }, async () => state("FAILED", { name: "Rejected", message: "not today" }));
    expect(await fake.run(() => picky.outcome())).toMatchObject({
      ok: false,
      state: { type: "FAILED", name: "Rejected", message: "not today" },
    });
  });

  test("runs two at a time on two servers without mixing them up", async () => {
    const [one, two] = [createFakeServer(), createFakeServer()];
    const name = flow({ name: "name" }, async ({ n }: { n: number }) => {
      await new Promise((resolve) => setImmediate(resolve));
      return n;
    });
    expect(await Promise.all([one.run(() => name({ n: 1 })), two.run(() => name({ n: 2 }))])).toEqual([1, 2]);
    expect([one.flowRuns.size, two.flowRuns.size]).toEqual([1, 1]);
  });
});

describe("failing and retrying", () => {
  test("a failure tells type and text, and no more", async () => {
    const fake = createFakeServer();
    const bad = flow({ name: "bad" }, async () => {
      throw new RangeError("too far");
    });
    await expect(fake.run(() => bad())).rejects.toThrow("too far");
    expect(fake.calls.at(-2)?.body).toMatchObject({
      state: {
        type: "FAILED",
        message: "Flow run encountered an exception: RangeError: too far",
        state_details: { retriable: false },
        data: null,
      },
    });
  });

  test("the server's retry runs the body again in this process, after the wait it names", async () => {
    const slept: number[] = [];
    const fake = createFakeServer({ world: { sleep: async (seconds) => void slept.push(seconds) } });
    let waits = 1;
    fake.decide = (run, { type }) =>
      type === "RUNNING" && run.run_count === 1 && waits-- > 0 ? { status: "WAIT", delay_seconds: 9 } : undefined;
    const flaky = flow({ name: "flaky", retries: { max: 2, delay: "1s" } }, async () => {
      if (flowRun().runCount < 2) throw new Error("not yet");
      return flowRun().runCount;
    });
    expect(await fake.run(() => flaky())).toBe(2);
    expect(fake.proposals()).toEqual(["Running", "Failed", "Running", "Running", "Completed"]);
    expect(slept).toEqual([9]);
    expect(fake.calls[1]?.body).toMatchObject({ empirical_policy: { retries: 2, retry_delay: 1 } });
    const transitions = fake.calls.flatMap(
      ({ body }) => (body as { state?: { state_details?: { transition_id?: string } } })?.state?.state_details?.transition_id ?? [],
    );
    expect(new Set(transitions).size).toBe(5);
  });

  test("delays that grow and failures that are not worth it change the run's policy first", async () => {
    const fake = createFakeServer({ world: { sleep: async () => {} } });
    const growing = flow({ name: "growing", retries: { max: 5, delay: ["1s", "7s"] } }, async () => {
      if (flowRun().runCount === 3) throw new NonRetriable("enough");
      throw new Error("again");
    });
    await expect(fake.run(() => growing())).rejects.toThrow("enough");
    const policies = fake.calls.flatMap(({ method, body }) =>
      method === "PATCH" ? [(body as { empirical_policy: object }).empirical_policy] : [],
    );
    expect(policies).toMatchObject([{ retry_delay: 7, retries: 5 }, { retries: 2 }]);
  });

  test("a timeout fires the signal, ends the tasks and reports TimedOut", async () => {
    const fake = createFakeServer();
    const hang = task({ name: "hang" }, () => new Promise<void>(() => {}));
    const slow = flow({ name: "slow", timeout: "30ms" }, async () => hang());
    expect(await fake.run(() => slow.outcome())).toMatchObject({
      ok: false,
      state: { name: "TimedOut", message: "Flow run exceeded timeout of 0.03 second(s)" },
    });
    expect(fake.tasks()).toMatchObject([{ states: ["Pending", "Running", "Crashed"] }]);
  });
});

describe("subflows", () => {
  const child = flow({ name: "child" }, async ({ n }: { n: number }) => n + 1);

  test("stand in their parent's graph as a task run, and depend on what their parameters come from", async () => {
    const fake = createFakeServer();
    const one = task({ name: "one" }, () => 1);
    const parent = flow({ name: "parent" }, async () => child({ n: one.submit() }));
    expect(await fake.run(() => parent())).toBe(2);
    const [tracking] = [...fake.taskRuns.values()];
    expect(tracking).toMatchObject({
      name: "child-0",
      task_key: "child",
      dynamic_key: "0",
      state_type: "COMPLETED",
      task_inputs: { n: [{ input_type: "task_run" }] },
    });
    expect([...fake.flowRuns.values()][1]).toMatchObject({ parent_task_run_id: tracking?.id, parameters: { n: 1 } });
  });

  test("that completed are not run again by another attempt of their parent", async () => {
    const fake = createFakeServer({ world: { sleep: async () => {} } });
    let runs = 0;
    const counted = flow({ name: "counted" }, async () => {
      runs += 1;
      return { big: "x".repeat(20_000) };
    });
    const parent = flow({ name: "parent", retries: 1 }, async () => {
      const { big } = await counted();
      if (flowRun().runCount === 1) throw new Error("after the subflow");
      return big.length;
    });
    expect(await fake.run(() => parent())).toBe(20_000);
    expect(runs).toBe(1);
  });

  test("do not run when what they depend on failed", async () => {
    const fake = createFakeServer();
    const fail = task({ name: "fail" }, (): number => {
      throw new Error("boom");
    });
    const parent = flow({ name: "parent" }, async () => (await child.outcome({ n: fail.submit() })).ok);
    expect(await fake.run(() => parent())).toBe(false);
    const run = [...fake.flowRuns.values()][1];
    expect(fake.proposals(run)).toEqual(["NotReady"]);
  });
});

describe("when the server stops a run", () => {
  test("no code of the flow goes on or can catch it, and the caller learns why", async () => {
    const fake = createFakeServer();
    const reached: string[] = [];
    fake.decide = (run, { type }) =>
      run.parent_task_run_id !== null && type === "RUNNING" ? { status: "ABORT", reason: "no more" } : undefined;
    const child = flow({ name: "child" }, async () => reached.push("child"));
    const parent = flow({ name: "parent" }, async () => {
      signal().addEventListener("abort", () => reached.push("signal"));
      try {
        await child();
      } catch {
        reached.push("caught");
      }
      reached.push("after");
    });
    await expect(fake.run(() => parent())).rejects.toMatchObject({
      name: "RunStopped",
      kind: "aborted",
      message: expect.stringContaining("no more"),
    });
    expect(reached).toEqual(["signal"]);
  });

  test("a pause is told apart from an abort", async () => {
    const fake = createFakeServer();
    fake.decide = (_, { type }) => (type === "COMPLETED" ? { status: "REJECT", state: { type: "PAUSED", name: "Paused" } } : undefined);
    await expect(fake.run(() => flow({ name: "p" }, async () => 1)())).rejects.toMatchObject({ kind: "paused" });
  });

  test.each<[string, () => number]>([
    ["completes", () => 1],
    ["fails", () => JSON.parse("{")],
  ])("a run that was asked to cancel and %s by itself is cancelled", async (_, body) => {
    const fake = createFakeServer();
    const hooks: string[] = [];
    const asks = ["COMPLETED", "FAILED"];
    fake.decide = (_run, { type }) =>
      asks.includes(type) ? { status: "REJECT", state: { type: "CANCELLING", name: "Cancelling" } } : undefined;
    const cancelled = flow({ name: "c", onCancellation: () => hooks.push("cancelled"), onCompletion: () => hooks.push("completed") }, body);
    expect((await fake.run(() => cancelled.outcome())).state).toMatchObject({ type: "CANCELLED", name: "Cancelled" });
    expect([fake.proposals().slice(1), hooks]).toEqual([[expect.any(String), "Cancelled"], ["cancelled"]]);
  });
});

test("a failure of the server's crashes the run, which the server is told", async () => {
  const fake = createFakeServer();
  let isGone = false;
  const crashed: string[] = [];
  fake.decide = (_, { type }) => {
    if (type !== "COMPLETED" || isGone) return undefined;
    isGone = true;
    return { status: "BROKEN" };
  };
  const unlucky = flow({ name: "unlucky", onCrashed: ({ state: { name } }) => crashed.push(name) }, async () => 1);
  await expect(fake.run(() => unlucky())).rejects.toMatchObject({ name: "ClientError", status: 500 });
  expect([fake.proposals(), crashed]).toEqual([["Running", "Completed", "Crashed"], ["Crashed"]]);
});
