/** What workers are set by (cli.md §28). */
import { bool, defineSettings, integer, numberBetween, oneOf, path, port, type SettingsOf, seconds, text } from "@millrace/settings";

export const workerSettings = defineSettings({
  workerHeartbeatSeconds: {
    env: "WORKER_HEARTBEAT_SECONDS",
    type: numberBetween(1, 3600, "a number of seconds from 1 to 3600"),
    // Long enough that a machine that stalls for half a minute is not taken for dead; a process that ends is noticed by its channel.
    default: 30,
    doc: "Seconds between two signs of life of a worker; one that misses three is taken for dead.",
  },
  workerQuerySeconds: {
    env: "WORKER_QUERY_SECONDS",
    type: numberBetween(0.1, 3600, "a number of seconds from 0.1 to 3600"),
    default: 10,
    doc: "Seconds between two looks for due runs, besides those the server calls for.",
  },
  workerPrefetchSeconds: {
    env: "WORKER_PREFETCH_SECONDS",
    type: seconds,
    default: 10,
    doc: "Seconds a worker looks ahead for runs, so that they start on time.",
  },
  workerWebserverHost: { env: "WORKER_WEBSERVER_HOST", type: text, default: "0.0.0.0", doc: "Address a worker's health is told on." },
  workerWebserverPort: { env: "WORKER_WEBSERVER_PORT", type: port, default: 8080, doc: "Port a worker's health is told on." },
  workerDebugMode: { env: "WORKER_DEBUG_MODE", type: bool, default: false, doc: "Show everything a worker does." },
  workerShutdownBehavior: {
    env: "WORKER_SHUTDOWN_BEHAVIOR",
    type: oneOf("crash", "reschedule", "wait"),
    default: "crash",
    doc: "What becomes of the runs under way when a worker is stopped: they end as crashed, another worker starts them again, or the worker waits for them. Containers go on by themselves.",
  },
  workerWarmProcesses: {
    env: "WORKER_WARM_PROCESSES",
    type: integer,
    default: 1,
    doc: "Processes a worker keeps ready for TypeScript flows, once it has run one; each carries out a single run. 0 starts every process when it is needed.",
  },
  workerPython: {
    env: "WORKER_PYTHON",
    type: path,
    doc: "Interpreter of Python flows; the first python or python3 of the search path unless set.",
  },
  workerDockerHost: {
    env: "WORKER_DOCKER_HOST",
    type: text,
    doc: "Engine that runs containers, such as unix:///var/run/docker.sock; DOCKER_HOST unless set.",
  },
});
export type WorkerSettings = SettingsOf<typeof workerSettings>;
