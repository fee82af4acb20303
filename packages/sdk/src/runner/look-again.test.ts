import { type FlowRun, fromMicros, type ReceivedEvent } from "@millrace/contract";
import { expect, test } from "vitest";
import { findFlowDefinition } from "../definitions/flow-registry.ts";
import { planDeployment } from "../deployments/plan-deployment.ts";
import { createFakeServer, type Verdict } from "../fixtures/fake-server.ts";
import { quick } from "../fixtures/process-flows.ts";
import { startDue } from "./poll.ts";
import type { Runner } from "./runner.ts";
import { startRun } from "./start-run.ts";
import { watchEvents } from "./watch-events.ts";

const nowMicros = 1_800_000_000_000_000;

/** A runner that does not run: it tells after how many seconds it wants to look for runs. */
const openRunner = async (verdict?: Verdict) => {
  const looks: number[] = [];
  const later: (() => void)[] = [];
  const after = (seconds: number, call: () => void): (() => void) => {
    looks.push(seconds);
    later.push(call);
    return () => {};
  };
  const fake = createFakeServer({ world: { after, nowMicros: () => nowMicros } });
  fake.decide = () => verdict;
  const definition = findFlowDefinition(quick);
  if (definition === undefined) throw new Error("The flow is not registered.");
  const plan = planDeployment(definition, { name: "test" });
  const deployment = await fake.session.client.deployments.create({ body: { name: "test", flow_id: crypto.randomUUID() } });
  const channel = { token: "t", announce: async () => true, receipt: () => undefined, close: () => {} };
  const runner: Runner = {
    name: "test",
    session: fake.session,
    served: new Map([[deployment.id, { plan, deployment }]]),
    control: { port: 1, expect: () => channel, close: () => {} },
    active: new Map(),
    refused: new Map(),
    limit: 1,
    wake: () => void looks.push(0),
    isAboutToLook: false,
    isStopping: false,
  };
  const start = async (due: number): Promise<void> => {
    const next_scheduled_start_time = fromMicros(nowMicros + due * 1_000_000);
    const run = fake.addRun({ deployment_id: deployment.id, next_scheduled_start_time, state: { type: "SCHEDULED", name: "Scheduled" } });
    startRun(runner, run as FlowRun, { plan, deployment });
    await runner.active.get(run.id)?.ended;
  };
  return { runner, deployment, calls: fake.calls, looks, later, start };
};

test.each([
  { due: 0.25, looksAfter: 0.25, of: "at its date, when it was refused before that" },
  { due: 0, looksAfter: 1, of: "a second later, when its date has come" },
  { due: -60, looksAfter: 1, of: "a second later, when it is late" },
])("a run that the server refuses is asked for again $of", async ({ due, looksAfter }) => {
  const { runner, calls, looks, start } = await openRunner({
    status: "REJECT",
    reason: "Waits for another run.",
    state: { name: "AwaitingEarlierRun" },
  });
  await start(due);
  expect(looks).toEqual([looksAfter]);
  const run = calls.find(({ path }) => path.endsWith("/set_state"))?.path.split("/")[2];
  await startDue(runner);
  await Promise.all([...runner.active.values()].map(({ ended }) => ended));
  expect(calls.filter(({ path }) => path === `/flow_runs/${run}/set_state`).length).toBe(due > 0 ? 1 : 2);
});

test("the end of a run of its deployments, wherever it was carried out, has it look for what waited for that, once for many", async () => {
  const { runner, deployment, looks, later } = await openRunner();
  const stop = new AbortController();
  const event = (name: string, deploymentId: string) => ({
    event: `prefect.flow-run.${name}`,
    resource: { "prefect.resource.id": `prefect.flow-run.${crypto.randomUUID()}` },
    related: [{ "prefect.resource.id": `prefect.deployment.${deploymentId}`, "prefect.resource.role": "deployment" }],
  });
  const events = [event("Completed", crypto.randomUUID()), event("Failed", deployment.id), event("Cancelled", deployment.id)];
  async function* subscribe() {
    yield* events as unknown as readonly ReceivedEvent[];
    stop.abort();
  }
  const { client } = runner.session;
  const session = { ...runner.session, client: { ...client, events: { ...client.events, subscribe } } };
  const watching: Runner = Object.assign(runner, { session });
  await watchEvents(watching, stop.signal);
  expect(looks).toEqual([0.5]);
  for (const call of later) call();
  expect(looks).toEqual([0.5, 0]);
});
