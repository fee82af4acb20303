import { setTimeout as pause } from "node:timers/promises";
import { type Connection, openConnection } from "./connection.ts";
import { ask, insist, type LoopOptions, type LoopResult, loop } from "./loop.ts";

export type Scenario = (options: LoopOptions) => Promise<LoopResult>;

const aFlow = async (url: string): Promise<string> => {
  const connection = await openConnection(url);
  const { id } = await insist<{ id: string }>(connection, "/flows/", { name: "bench", tags: ["bench"] });
  connection.close();
  return id;
};

const createRun = (connection: Connection, flow_id: string, send = ask): Promise<{ id: string }> =>
  send(connection, "/flow_runs/", {
    flow_id,
    parameters: { region: "eu", day: "2026-01-01", limit: 100 },
    tags: ["bench"],
    empirical_policy: { retries: 0, retry_delay: 0 },
    state: { type: "PENDING", name: "Pending" },
  });

const setState = async (connection: Connection, id: string, type: string): Promise<void> => {
  const { status } = await ask<{ status: string }>(connection, `/flow_runs/${id}/set_state`, { state: { type }, force: false });
  if (status !== "ACCEPT") throw new Error(`${type} was answered with ${status}`);
};

const createFlowRuns: Scenario = async (options) => {
  const flow = await aFlow(options.url);
  return loop(options, async (connection) => void (await createRun(connection, flow)));
};

/** A run from its creation to its end. */
const runFlowRuns: Scenario = async (options) => {
  const flow = await aFlow(options.url);
  return loop(options, async (connection) => {
    const { id } = await createRun(connection, flow);
    await setState(connection, id, "RUNNING");
    await setState(connection, id, "COMPLETED");
  });
};

/** Transitions a second of the paced scenario. */
export const pace = 500;
/** How many of them a run takes from its creation to its end. */
export const transitionsOfRun = 3;

/** Runs from creation to end, no more than so many transitions a second. */
const pacedFlowRuns: Scenario = async (options) => {
  const flow = await aFlow(options.url);
  const start = performance.now();
  let begun = 0;
  return loop(options, async (connection) => {
    const turn = start + (1000 * transitionsOfRun * begun++) / pace;
    await pause(Math.max(0, turn - performance.now()));
    const { id } = await createRun(connection, flow);
    await setState(connection, id, "RUNNING");
    await setState(connection, id, "COMPLETED");
  });
};

/** Rows in one request, as many as clients send together. */
export const logsTogether = 200;

const message = "Finished processing of partition 0042 with 18734 records in 2.41 seconds, no warnings";

const sendLogs: Scenario = async (options) => {
  const flow = await aFlow(options.url);
  const first = await openConnection(options.url);
  const { id: flow_run_id } = await createRun(first, flow, insist);
  first.close();
  return loop(options, async (connection) => {
    const timestamp = new Date().toISOString();
    const row = { name: "prefect.flow_runs", level: 20, message, timestamp, flow_run_id, task_run_id: null };
    await ask(connection, "/logs/", Array<typeof row>(logsTogether).fill(row));
  });
};

export const scenarios: Readonly<Record<string, Scenario>> = { createFlowRuns, runFlowRuns, pacedFlowRuns, sendLogs };
