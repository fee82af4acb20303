import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listenForChildren } from "../control-channel/listen.ts";
import { failing, forgetful, tidying } from "../fixtures/process-flows.ts";
import { type ServedFake, serveFake } from "../fixtures/serve-fake.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const entrypoint = (name: string): string => `${path("../fixtures/process-flows.ts")}:${name}`;

interface Started {
  readonly child: ChildProcess;
  readonly id: string;
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>;
}

const start = ({ fake, url }: ServedFake, name: string, env: Readonly<Record<string, string>> = {}): Started => {
  const { id } = fake.addRun({
    flow_id: crypto.randomUUID(),
    parameters: { n: 4 },
    empirical_policy: { retries: null, retry_delay: null },
  });
  const child = spawn(process.execPath, [path("main.ts"), id], {
    env: { ...process.env, PREFECT_API_URL: url, PREFECT__FLOW_ENTRYPOINT: entrypoint(name), ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  return {
    child,
    id,
    ended: once(child, "exit").then(([code, signal]): readonly [number | null, NodeJS.Signals | null] => [code, signal]),
  };
};

/** Resolves when the run's log has a line. */
const logged = async ({ fake }: ServedFake, { child }: Started, line: string): Promise<void> => {
  let seen = "";
  for await (const chunk of child.stderr ?? []) {
    seen += String(chunk);
    if (seen.includes(line)) break;
  }
  if (!seen.includes(line)) throw new Error(`The process ended without "${line}": ${seen} ${JSON.stringify(fake.logs)}`);
};

test("runs the run its environment names, and tells how it ended", async () => {
  await using served = await serveFake();
  const run = start(served, "quick");
  expect(await run.ended).toEqual([0, null]);
  expect(served.fake.calls.slice(0, 3).map(({ method, path: called }) => `${method} ${called.replace(run.id, ":id")}`)).toEqual([
    "GET /flow_runs/:id",
    "PATCH /flow_runs/:id",
    "POST /flow_runs/:id/set_state",
  ]);
  expect(served.fake.calls[1]?.body).toMatchObject({ flow_version: "3", empirical_policy: { retries: 0, retry_delay: 0 } });
  expect(served.fake.flowRuns.get(run.id)?.state).toMatchObject({ type: "COMPLETED", data: { twice: 8 } });
});

test("a failed flow whose end was reported is no failure of the process", async () => {
  await using served = await serveFake();
  const run = start(served, failing.name);
  expect(await run.ended).toEqual([0, null]);
  expect(served.fake.proposals()).toEqual(["Running", "Failed"]);
});

test("code that does not load crashes the run with the reason", async () => {
  await using served = await serveFake();
  const run = start(served, "nope");
  expect(await run.ended).toEqual([1, null]);
  const message = expect.stringContaining('has no flow "nope". It exports dying, failing, forgetful, hanging, quick');
  expect(served.fake.flowRuns.get(run.id)?.state).toMatchObject({ type: "CRASHED", message });
  expect(served.fake.logs).toMatchObject([{ level: 40, message }]);
});

test("what is no id of a run ends with a hint", async () => {
  const child = spawn(process.execPath, [path("main.ts"), "seven"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  expect(String((await once(child.stderr, "data"))[0])).toContain('"seven" is not the id of a flow run');
  expect((await ended)[0]).toBe(1);
});

test("SIGTERM crashes the run and its tasks, lets the code clean up, and then ends the process as it would have", async () => {
  await using served = await serveFake();
  const run = start(served, "hanging");
  await logged(served, run, "started");
  run.child.kill("SIGTERM");
  expect(await run.ended).toEqual([null, "SIGTERM"]);
  expect(served.fake.proposals()).toEqual(["Running", "Crashed"]);
  expect(served.fake.flowRuns.get(run.id)?.state).toMatchObject({ message: "Execution was aborted by a termination signal." });
  expect(served.fake.tasks()).toMatchObject([{ states: ["Pending", "Running", "Crashed"] }]);
  const lines = served.fake.logs.map(({ message }) => message);
  expect(lines).toEqual(expect.arrayContaining(["cleaned up", "crash hook: Crashed"]));
});

test("SIGTERM after the end of a run leaves it as it ended, and its hooks time", async () => {
  await using served = await serveFake();
  const run = start(served, tidying.name);
  await logged(served, run, "completion hook begun");
  run.child.kill("SIGTERM");
  await run.ended;
  expect(served.fake.proposals()).toEqual(["Running", "Completed"]);
  const hooks = served.fake.logs.map(({ message }) => message).filter((message) => message.includes("hook"));
  expect(hooks).toEqual(["completion hook begun", "completion hook ended"]);
});

test("an error nobody caught crashes the run before it ends the process", async () => {
  await using served = await serveFake();
  const run = start(served, forgetful.name);
  expect(await run.ended).toEqual([1, null]);
  const message = "Execution was interrupted by an unexpected exception: Error: forgotten";
  expect(served.fake.flowRuns.get(run.id)?.state).toMatchObject({ type: "CRASHED", message });
  expect(served.fake.tasks()).toMatchObject([{ states: ["Pending", "Running", "Crashed"] }]);
});

test("SIGTERM ends a run that somebody is cancelling as Cancelled, with its hooks", async () => {
  await using served = await serveFake();
  const run = start(served, "hanging");
  await logged(served, run, "started");
  const stored = served.fake.flowRuns.get(run.id);
  Object.assign(stored ?? {}, { state: { type: "CANCELLING", name: "Cancelling", message: null } });
  run.child.kill("SIGTERM");
  await run.ended;
  expect(served.fake.proposals()).toEqual(["Running", "Cancelled"]);
  expect(served.fake.logs.map(({ message }) => message)).toContain("cancellation hook: hanging");
});

test("a supervisor that announces a cancellation decides the state itself", async () => {
  await using served = await serveFake();
  const control = await listenForChildren(() => crypto.randomUUID().replaceAll("-", ""));
  const channel = control.expect();
  const run = start(served, "hanging", {
    PREFECT__CONTROL_PORT: String(control.port),
    PREFECT__CONTROL_TOKEN: channel.token,
    PREFECT__ENABLE_CANCELLATION_AND_CRASHED_HOOKS: "false",
  });
  await logged(served, run, "started");
  expect(await channel.announce("cancel")).toBe(true);
  run.child.kill("SIGTERM");
  expect(await run.ended).toEqual([0, null]);
  expect([served.fake.proposals(), channel.receipt()]).toEqual([["Running"], undefined]);
  expect(served.fake.logs.map(({ message }) => message)).toContain("cleaned up");
  control.close();
});

test("the receipt tells a supervisor the last state", async () => {
  await using served = await serveFake();
  const control = await listenForChildren(() => crypto.randomUUID().replaceAll("-", ""));
  const channel = control.expect();
  const run = start(served, "quick", { PREFECT__CONTROL_PORT: String(control.port), PREFECT__CONTROL_TOKEN: channel.token });
  expect(await run.ended).toEqual([0, null]);
  expect(channel.receipt()).toEqual({
    disposition: "STATE_REPORTED",
    state_id: served.fake.flowRuns.get(run.id)?.state?.id,
    state_type: "COMPLETED",
    state_name: "Completed",
  });
  control.close();
});
