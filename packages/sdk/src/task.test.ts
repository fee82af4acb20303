import { describe, expect, test } from "vitest";
import { signal, tags, taskRun } from "./context.ts";
import { NonRetriable } from "./errors.ts";
import { createFakeServer, type TaskStory } from "./fixtures/fake-server.ts";
import { flow } from "./flow.ts";
import { allowFailure, opaque } from "./futures/annotations.ts";
import { getLogger } from "./logging/logger.ts";
import { state } from "./returned-state.ts";
import { task } from "./task.ts";

const double = task({ name: "double" }, (x: number) => x * 2);
const fail = task({ name: "fail" }, (message: string): number => {
  throw new Error(message);
});

/** Runs a body as a flow and tells how it ended and what its tasks did. */
const inFlow = async <R>(body: () => R, options: { readonly fake?: ReturnType<typeof createFakeServer> } = {}) => {
  const fake = options.fake ?? createFakeServer();
  const outcome = await fake.run(() => flow({ name: "test-flow" }, body).outcome());
  const tasks: readonly TaskStory[] = fake.tasks();
  return { fake, outcome, tasks };
};

describe("calling and submitting", () => {
  test("a call gives the value; a submitted run is a future that others depend on", async () => {
    const { outcome, tasks, fake } = await inFlow(async () => {
      const a = double.submit(1);
      const b = double.submit(a);
      return { a, b, c: await double(b) };
    });
    expect(outcome).toMatchObject({ ok: true, value: { a: 2, b: 4, c: 8 } });
    const [first, second, third] = tasks;
    expect([first?.inputs, second?.inputs]).toEqual([{ x: [] }, { x: [{ input_type: "task_run", id: expect.any(String) }] }]);
    expect(third?.states).toEqual(["Pending", "Running", "Completed"]);
    expect(fake.calls.filter(({ path }) => path.includes("task_runs"))).toEqual([]);
  });

  test("objects a run returned are traced to it, also one level inside others", async () => {
    const make = task({ name: "make" }, () => ({ rows: 3 }));
    const use = task({ name: "use" }, (a: unknown, b: unknown) => [a, b]);
    const { tasks } = await inFlow(async () => {
      const made = await make();
      await use(made, [made]);
    });
    const reference = [{ input_type: "task_run", id: expect.any(String) }];
    expect(tasks[1]?.inputs).toEqual({ a: reference, b: reference });
  });

  test("map starts a run per item, in order; a function makes several arguments; a future of a list is waited for", async () => {
    const scale = task({ name: "scale" }, (x: number, by: number) => x * by);
    const list = task({ name: "list" }, () => [1, 2, 3]);
    const { outcome } = await inFlow(async () => {
      const doubled = double.map([1, 2]);
      const again = double.map(doubled);
      const later = double.map(list.submit());
      return [await again, await scale.map([1, 2, 3], (x, index) => [x, index]), await later, doubled.length];
    });
    expect(outcome).toMatchObject({ value: [[4, 8], [0, 2, 6], [2, 4, 6], 2] });
  });

  test("map refuses what is no list, and arguments that are no function", async () => {
    const text: unknown = "12";
    const ten: unknown = 10;
    for (const [wrong, told] of [
      [() => double.map(text as number[]), "map takes an array or a future of one, not string."],
      [() => double.map([1], ten as () => [number]), "The second argument of map is a function that gives the arguments of each call"],
    ] as const) {
      const { outcome, tasks } = await inFlow(wrong);
      expect([outcome.ok, tasks]).toEqual([false, []]);
      expect(String((outcome as { readonly error?: unknown }).error)).toContain(told);
    }
  });

  test("waitFor delays a run, and tags of the task, the variant and the code around add up", async () => {
    const order: string[] = [];
    const slow = task({ name: "slow" }, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push("slow");
    });
    const after = task({ name: "after", tags: ["a"] }, () => order.push("after"));
    const { tasks } = await inFlow(() => tags(["around"], () => after.with({ waitFor: [slow.submit()], tags: ["b"] }).submit()));
    expect(order).toEqual(["slow", "after"]);
    expect(tasks.find(({ name }) => name.startsWith("after"))).toMatchObject({
      tags: ["b", "around"],
      inputs: { wait_for: [{ input_type: "task_run" }] },
    });
  });

  test("nested runs are children of the run around them, and name it in their events", async () => {
    const outer = task({ name: "outer" }, async () => double(2));
    const { tasks, fake } = await inFlow(() => outer());
    expect(tasks[1]?.inputs).toMatchObject({ __parents__: [{ input_type: "task_run" }] });
    const roles = fake.events
      .find(({ resource }) => resource["prefect.resource.name"]?.startsWith("double"))
      ?.related?.map((one) => one["prefect.resource.role"]);
    expect(roles).toEqual(["flow-run", "task-run", "flow"]);
  });

  test("a task outside a flow runs on its own; submitting there is refused", async () => {
    const fake = createFakeServer();
    expect(await fake.run(() => double(2))).toBe(4);
    expect(fake.tasks()).toMatchObject([{ name: "double", states: ["Pending", "Running", "Completed"] }]);
    expect(() => double.submit(1)).toThrow('The task "double" was submitted outside a flow');
  });

  test("the run's own name, from its arguments", async () => {
    const greet = task({ name: "greet", runName: "greet-{who}" }, (who: string) => who);
    const { tasks } = await inFlow(() => greet("ann"));
    expect(tasks[0]?.name).toBe("greet-ann");
  });
});

describe("failures", () => {
  test("a failed run fails what depends on it as NotReady, without running it", async () => {
    const { outcome, tasks } = await inFlow(async () => (await double.submit(fail.submit("boom")).outcome()).ok);
    expect(outcome).toMatchObject({ ok: true, value: false });
    expect(tasks.map(({ states }) => states.at(-1))).toEqual(["Failed", "NotReady"]);
    expect(tasks[0]?.message).toBe("Task run encountered an exception Error: boom");
    expect(tasks[1]?.message).toMatch(/^Upstream task run '[0-9a-f-]{36}' did not reach a 'COMPLETED' state\.$/);
  });

  test("allowFailure passes the error on; opaque hands a value over untouched", async () => {
    const show = task({ name: "show" }, (x: unknown) => (x instanceof Error ? x.message : x));
    const { outcome } = await inFlow(async () => {
      const inner = double.submit(1);
      const holder = { inner };
      return [await show(allowFailure(fail.submit("boom"))), (await show(opaque(holder))) === holder, await inner];
    });
    expect(outcome).toMatchObject({ value: ["boom", true, 2] });
  });

  test("a call throws the body's own error", async () => {
    const { outcome } = await inFlow(() => fail("boom").catch((error: unknown) => (error as Error).message));
    expect(outcome).toMatchObject({ value: "boom" });
  });

  test.each([
    ["fail", false],
    ["warn", true],
  ] as const)("a failure nobody looked at: %s", async (unobserved, ok) => {
    const fake = createFakeServer();
    const body = flow({ name: "careless", unobserved }, () => {
      void fail.submit("boom");
      return 1;
    });
    const outcome = await fake.run(() => body.outcome());
    expect(outcome.ok).toBe(ok);
    expect(fake.logs.some(({ message }) => message.includes("nothing looked at it"))).toBe(true);
  });

  test("the flow ends after every run it submitted", async () => {
    const ended: string[] = [];
    const slow = task({ name: "slow" }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended.push("slow");
    });
    const { fake } = await inFlow(() => void slow.submit());
    expect(ended).toEqual(["slow"]);
    expect(fake.events.at(-1)?.event).toBe("prefect.task-run.Completed");
  });

  test("a body may end its run in a state of its own", async () => {
    const skip = task({ name: "skip" }, () => state("COMPLETED", { name: "Skipped", message: "nothing new", value: 7 }));
    const { outcome, tasks } = await inFlow(() => skip());
    expect(outcome).toMatchObject({ value: 7 });
    expect(tasks[0]).toMatchObject({ states: ["Pending", "Running", "Skipped"], message: "nothing new" });
  });
});

describe("retries, timeouts and cancelling", () => {
  test("without a delay a retry follows at once; with one the run awaits it", async () => {
    const flaky = (delay?: "10ms") =>
      task({ name: `flaky-${delay ?? "now"}`, retries: { max: 2, ...(delay === undefined ? {} : { delay }) } }, () => {
        if (taskRun().runCount < 2) throw new Error("not yet");
        return taskRun().runCount;
      });
    const { outcome, tasks } = await inFlow(async () => [await flaky()(), await flaky("10ms")()]);
    expect(outcome).toMatchObject({ value: [2, 2] });
    expect(tasks.map(({ states }) => states.join(" "))).toEqual([
      "Pending Running Retrying Completed",
      "Pending Running AwaitingRetry Retrying Completed",
    ]);
  });

  test("a variant inherits what it leaves out, and null clears", async () => {
    const base = task({ name: "base", retries: 1, tags: ["a"] }, () => {
      throw new Error("no");
    });
    const { tasks } = await inFlow(async () => [await base.with({ tags: null }).outcome(), await base.with({ retries: null }).outcome()]);
    expect(tasks.map(({ states, tags: own, key }) => [states.length, own, key])).toEqual([
      [4, [], "base"],
      [3, ["a"], "base"],
    ]);
  });

  test("NonRetriable ends at once", async () => {
    const stop = task({ name: "stop", retries: 5 }, () => {
      throw new NonRetriable("no use");
    });
    const { tasks } = await inFlow(() => stop.outcome());
    expect(tasks[0]?.states).toEqual(["Pending", "Running", "Failed"]);
  });

  test("a timeout fires the signal and ends the run as TimedOut", async () => {
    const hang = task({ name: "hang", timeout: "20ms" }, async () => {
      const { promise, reject } = Promise.withResolvers<never>();
      const own = signal();
      own.addEventListener("abort", () => reject(own.reason));
      return promise;
    });
    const { outcome, tasks } = await inFlow(() => hang.outcome());
    expect(outcome).toMatchObject({ value: { ok: false, state: { type: "FAILED", name: "TimedOut" } } });
    expect(tasks[0]?.message).toBe("Task run exceeded timeout of 0.02 second(s)");
  });

  test("cancel ends a run, fires its signal and tells the server", async () => {
    const reasons: unknown[] = [];
    const hang = task({ name: "hang" }, async () => {
      const own = signal();
      own.addEventListener("abort", () => reasons.push(own.reason));
      await new Promise(() => {});
    });
    const { tasks } = await inFlow(async () => {
      const run = hang.submit();
      await new Promise((resolve) => setImmediate(resolve));
      run.cancel("not needed");
      await run.outcome();
    });
    expect(tasks[0]).toMatchObject({ states: ["Pending", "Running", "Cancelled"], message: "not needed" });
    expect(reasons).toMatchObject([{ name: "CancelledError", message: "not needed" }]);
  });

  test("result with a timeout gives up waiting, not the run", async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const wait = task({ name: "wait" }, () => promise);
    const { outcome } = await inFlow(async () => {
      const run = wait.submit();
      const early = await run.result({ timeout: 0.01 }).catch((error: Error) => error.name);
      resolve(5);
      return [early, await run];
    });
    expect(outcome).toMatchObject({ value: ["TimeoutError", 5] });
  });
});

describe("concurrency", () => {
  test("maxConcurrency bounds bodies, and nested runs do not block each other", async () => {
    let running = 0;
    let most = 0;
    const leaf = task({ name: "leaf" }, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 1;
    });
    const branch = task({ name: "branch" }, async () => (await leaf.map([1, 2, 3], () => [])).length);
    const fake = createFakeServer();
    const total = await fake.run(() =>
      flow({ name: "tree", maxConcurrency: 2 }, async () => (await branch.map([1, 2, 3], () => [])).length)(),
    );
    expect([total, most]).toEqual([3, 2]);
  });
});

describe("hooks and logs", () => {
  test("hooks get one event each, in order, and a broken one only shows in the log", async () => {
    const seen: string[] = [];
    const hooked = task(
      {
        name: "hooked",
        onRunning: ({ taskRun: run, state: { name } }) => seen.push(`${name} ${run.runCount}`),
        onCompletion: [
          ({ value }) => seen.push(`value ${value}`),
          function broken() {
            throw new Error("hook");
          },
        ],
        onFailure: ({ error }) => seen.push(`error ${error?.message}`),
      },
      (x: number) => {
        if (x < 0) throw new Error("negative");
        return x;
      },
    );
    const { fake } = await inFlow(async () => [await hooked(1), (await hooked.outcome(-1)).ok]);
    expect(seen).toEqual(["Running 1", "value 1", "Running 1", "error negative"]);
    expect(fake.logs.map(({ message }) => message)).toContain('The hook "broken" failed: Error: hook');
  });

  test("lines belong to the innermost run, with their fields", async () => {
    const talk = task({ name: "talk" }, () => getLogger().warn("careful", { rows: 3, who: "ann lee" }));
    const { fake } = await inFlow(() => talk());
    const line = fake.logs.find(({ message }) => message.startsWith("careful"));
    expect(line).toMatchObject({
      level: 30,
      message: 'careful rows=3 who="ann lee"',
      flow_run_id: expect.any(String),
      task_run_id: expect.any(String),
    });
  });

  test("logPrints turns prints into lines of the run that printed them", async () => {
    // biome-ignore lint/suspicious/noConsole: printing is what this is about.
    const loud = task({ name: "loud" }, () => console.log("from the task", { a: 1 }));
    const fake = createFakeServer();
    await fake.run(() => flow({ name: "prints", logPrints: true }, async () => loud())());
    expect(fake.logs.filter(({ message }) => message.includes("from the task"))).toMatchObject([
      { level: 20, message: "from the task { a: 1 }" },
    ]);
  });
});

describe("limits on tags", () => {
  const tagged = task({ name: "tagged", tags: ["db"] }, () => 1);
  const paths = (fake: ReturnType<typeof createFakeServer>) =>
    fake.calls.flatMap(({ path }) => (path.includes("/v2/") ? [path.slice(path.lastIndexOf("/") + 1)] : []));

  test("are asked for once in a while when there is none", async () => {
    const { fake } = await inFlow(async () => [await tagged(), await tagged()]);
    expect(paths(fake)).toEqual(["increment-with-lease"]);
    expect(fake.calls.find(({ path }) => path.includes("/v2/"))?.body).toMatchObject({
      names: ["tag:db"],
      slots: 1,
      holder: { type: "task_run" },
    });
  });

  test("hold a run back until a slot is free, and get it back after the run", async () => {
    const slept: number[] = [];
    const fake = createFakeServer({ world: { sleep: async (seconds) => void slept.push(seconds) } });
    let isBusy = true;
    fake.limits = ({ path }) => {
      if (path.endsWith("decrement-with-lease")) return new Response(null, { status: 204 });
      const wasBusy = isBusy;
      isBusy = false;
      if (wasBusy) return Response.json({ detail: "Locked" }, { status: 423, headers: { "retry-after": "1.5" } });
      return Response.json({ lease_id: "l1", limits: [{ id: "1", name: "tag:db", limit: 1 }] });
    };
    const { tasks } = await inFlow(() => tagged(), { fake });
    expect(paths(fake)).toEqual(["increment-with-lease", "increment-with-lease", "decrement-with-lease"]);
    expect([slept, tasks[0]?.states]).toEqual([[1.5], ["Pending", "Running", "Completed"]]);
  });
});
