/** The shape of the program, as data. The rules that hold the code to it are in `rules/`. */

/** Which packages a package may import. */
export const packageArrows: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  settings: [],
  client: ["contract", "settings"],
  server: ["contract", "settings"],
  sdk: ["contract", "client", "settings"],
  worker: ["contract", "client", "sdk", "settings"],
  cli: ["contract", "client", "sdk", "settings", "worker"],
  testing: ["contract", "client", "server", "settings"],
  ui: ["contract", "client"],
};

/** Files that may import what their package may not, and only these. */
export const packageArrowExceptions: Readonly<Record<string, string>> = {
  "packages/cli/src/commands/server/api-process.ts": "server",
  "packages/cli/src/commands/server/api-processes.ts": "server",
  "packages/cli/src/commands/server/start-here.ts": "server",
  "packages/cli/src/local-server.ts": "server",
  "packages/cli/src/server-settings.ts": "server",
};

/** A feature imports only features that stand before it. */
export const featureRanks: readonly string[] = [
  "variables",
  "collections",
  "artifacts",
  "saved-searches",
  "logs",
  "events",
  "blocks",
  "concurrency-limits",
  "work-pools",
  "flows",
  "run-states",
  "task-runs",
  "flow-runs",
  "deployments",
  "backfills",
  "polling",
  "waiting",
  "automations",
  "retention",
  "metrics",
  "ui",
  "admin",
];

/**
 * Which layers of the server a layer may import, itself aside. A layer is a folder; the files beside the folders (clock,
 * context, errors, settings …) serve every layer but the pure one.
 */
export const serverLayers: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  orchestration: [],
  db: [],
  messaging: ["db", "wire"],
  observability: ["db"],
  features: ["db", "messaging", "observability", "orchestration", "wire"],
  services: ["features", "messaging", "observability", "orchestration"],
  http: ["db", "features", "messaging", "observability", "wire"],
};

/** Layers that see nothing of the server but themselves. */
export const pureLayers: readonly string[] = ["orchestration"];

/** Files of the server that pure layers may import: they import nothing themselves. */
export const pureFiles: readonly string[] = ["packages/server/src/errors.ts", "packages/server/src/exact-numbers.ts"];

/** Where the server is put together: the only file that starts it, and the list of every route's handler that it serves. */
export const compositionFiles: readonly string[] = ["packages/server/src/start-server.ts", "packages/server/src/handlers.ts"];

/** Files of `services/` that every service may import: what a service is, and how one is woken. */
export const sharedServiceFiles: readonly string[] = ["packages/server/src/services/service.ts", "packages/server/src/services/alarm.ts"];

/** Files of `services/` that know all services. */
export const serviceLists: readonly string[] = ["packages/server/src/services/supervisor.ts", "packages/server/src/services/services.ts"];

/** Where each library may be used; a place is the beginning of a path. */
export const libraryPlaces: Readonly<Record<string, readonly string[]>> = {
  fastify: ["packages/server/src/http/"],
  "@fastify/websocket": ["packages/server/src/http/"],
  kysely: ["packages/server/src/db/", "packages/server/src/messaging/", "packages/server/src/features/"],
  pg: ["packages/server/src/db/", "packages/testing/src/"],
  "node:sqlite": ["packages/server/src/db/"],
  pino: ["packages/server/src/logger.ts"],
  aws4fetch: ["packages/sdk/src/s3/"],
  "@opentelemetry/api": ["packages/server/src/observability/"],
  "@opentelemetry/context-async-hooks": ["packages/server/src/observability/"],
  "@opentelemetry/core": ["packages/server/src/observability/"],
  "@opentelemetry/exporter-trace-otlp-http": ["packages/server/src/observability/"],
  "@opentelemetry/exporter-trace-otlp-proto": ["packages/server/src/observability/"],
  "@opentelemetry/resources": ["packages/server/src/observability/"],
  "@opentelemetry/sdk-trace": ["packages/server/src/observability/"],
};

/** The server's doors to the outside world: the only files that read the clock, randomness and timers themselves. */
export const worldFiles: readonly string[] = ["packages/server/src/clock.ts", "packages/server/src/start-server.ts"];
