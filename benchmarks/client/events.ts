/** Sends the events of task runs over one socket at a steady rate, and watches how far behind reading them is. */
import { getRandomValues } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { createIds } from "@millrace/contract";
import { WebSocket } from "ws";
import { openConnection } from "./connection.ts";
import { insist, quantile } from "./loop.ts";

export interface EventOptions {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** How long to wait for what was sent to become visible. */
  readonly patienceSeconds: number;
}

export interface EventResult {
  readonly sent: number;
  readonly sentPerSecond: number;
  /** Milliseconds from the sending of an event to the first reading of its task run. */
  readonly p50Millis: number;
  readonly p99Millis: number;
  /** Of the watched runs, those that never became visible. */
  readonly unseen: number;
  readonly watched: number;
}

/** One run in so many is watched. */
const watchedOneIn = 100;
const ticksPerSecond = 100;
const watchEveryMillis = 10;

/** As clients make them: in the order of time. */
const newId = createIds(Date.now, (into) => void getRandomValues(into));

const anEvent = (run: string, flowRun: string): string => {
  const occurred = new Date().toISOString();
  return JSON.stringify({
    occurred,
    event: "prefect.task-run.Running",
    resource: {
      "prefect.resource.id": `prefect.task-run.${run}`,
      "prefect.resource.name": "extract-3ff",
      "prefect.run-count": "1",
      "prefect.state-message": "",
      "prefect.state-name": "Running",
      "prefect.state-timestamp": occurred,
      "prefect.state-type": "RUNNING",
      "prefect.orchestration": "client",
    },
    related: [
      { "prefect.resource.id": `prefect.flow-run.${flowRun}`, "prefect.resource.role": "flow-run", "prefect.resource.name": "a-run" },
    ],
    payload: {
      intended: { from: "PENDING", to: "RUNNING" },
      initial_state: { type: "PENDING", name: "Pending", message: "", state_details: {} },
      validated_state: {
        type: "RUNNING",
        name: "Running",
        message: "",
        state_details: { flow_run_id: flowRun, task_run_id: run },
        data: null,
      },
      task_run: {
        name: "extract-3ff",
        task_key: "extract-f2ab4190",
        dynamic_key: run,
        empirical_policy: { max_retries: 0, retry_delay_seconds: 0, retries: 0, retry_delay: 0 },
        tags: [],
        labels: {},
        task_inputs: {},
        run_count: 1,
        flow_run_run_count: 1,
        total_run_time: 0,
      },
    },
    id: newId(),
    follows: null,
  });
};

const openSocket = async (url: string): Promise<WebSocket> => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/events/in`, ["prefect"]);
  await new Promise<void>((resolve, reject) => socket.on("open", resolve).on("error", reject));
  socket.send(JSON.stringify({ type: "auth", token: null }));
  await new Promise<void>((resolve) => socket.once("message", () => resolve()));
  return socket;
};

interface Watched {
  readonly run: string;
  readonly sentAt: number;
}

/** Reads one watched run after the other until it is there. */
const watch = async (url: string, queue: Watched[], state: { sending: boolean; patienceUntil: number }): Promise<number[]> => {
  const connection = await openConnection(url);
  const lags: number[] = [];
  while (state.sending || queue.length > 0) {
    const [next] = queue;
    if (performance.now() > state.patienceUntil) break;
    const seen = next !== undefined && (await connection.send("GET", `/task_runs/${next.run}`)).status === 200;
    if (next === undefined || !seen) {
      await pause(watchEveryMillis);
      continue;
    }
    lags.push(performance.now() - next.sentAt);
    queue.shift();
  }
  connection.close();
  return lags;
};

export const sendEvents = async ({ url, perSecond, seconds, patienceSeconds }: EventOptions): Promise<EventResult> => {
  const connection = await openConnection(url);
  const flow = await insist<{ id: string }>(connection, "/flows/", { name: "bench-events" });
  const { id: flowRun } = await insist<{ id: string }>(connection, "/flow_runs/", { flow_id: flow.id, state: { type: "RUNNING" } });
  connection.close();
  const socket = await openSocket(url);
  const queue: Watched[] = [];
  const start = performance.now();
  const state = { sending: true, patienceUntil: start + (seconds + patienceSeconds) * 1000 };
  const watching = watch(url, queue, state);
  let sent = 0;
  let watched = 0;
  for (let tick = 1; tick <= seconds * ticksPerSecond; tick++) {
    for (; sent < (tick * perSecond) / ticksPerSecond; sent++) {
      const run = newId();
      socket.send(anEvent(run, flowRun));
      if (sent % watchedOneIn === 0) watched = queue.push({ run, sentAt: performance.now() }) > 0 ? watched + 1 : watched;
    }
    await pause(Math.max(0, start + (tick * 1000) / ticksPerSecond - performance.now()));
  }
  const took = (performance.now() - start) / 1000;
  state.sending = false;
  const lags = (await watching).sort((one, other) => one - other);
  socket.close();
  return {
    sent,
    sentPerSecond: sent / took,
    p50Millis: quantile(lags, 0.5),
    p99Millis: quantile(lags, 0.99),
    unseen: watched - lags.length,
    watched,
  };
};

if (import.meta.main) process.stdout.write(`${JSON.stringify(await sendEvents(JSON.parse(process.argv[2] ?? "{}") as EventOptions))}\n`);
