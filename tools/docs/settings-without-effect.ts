import type { KnownSetting } from "../../packages/settings/src/index.ts";
import { printTable } from "./table.ts";

/** Why settings of the protocol's server do nothing here, and what does, by how their names begin. The first that fits holds. */
const reasons: readonly (readonly [start: string, reason: string])[] = [
  ["DATABASE_ECHO", "Queries are not printed; PostgreSQL's `log_statement` prints them."],
  ["DATABASE_SQLALCHEMY_POOL_TIMEOUT", "How long a request waits for a connection: `PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT`."],
  ["DATABASE_TIMEOUT", "No query is called off; `statement_timeout` of the role in PostgreSQL does that."],
  ["DATABASE_MIGRATION_TIMEOUT", "Changes of the database take the time they take."],
  ["DATABASE_SQLALCHEMY_MAX_OVERFLOW", "There are as many connections at most as `PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE` says."],
  ["DATABASE_SQLALCHEMY_POOL_RECYCLE", "Connections that nobody needs are closed after half a minute."],
  ["DATABASE_SQLALCHEMY_CONNECT_ARGS_", "The server finds out by itself whether statements may stay prepared: not behind a pooler."],
  ["LOG_RETRYABLE_ERRORS", "A request that fails for a passing reason says so in its answer."],
  ["MEMO", "Built-in block types are compared at each start, which takes milliseconds."],
  ["DOCKET_", "Background services need no queue of their own."],
  ["EVENTS_MESSAGING_", "The log of events in the database is what servers tell each other by."],
  ["EVENTS_CAUSAL_ORDERING", "Events are kept in the order in which they are stored."],
  ["EVENTS_RELATED_RESOURCE_CACHE_TTL", "Related resources are read with what they belong to."],
  ["EVENTS_WEBSOCKET_BACKFILL_PAGE_SIZE", "A stream reads as much as its listener takes."],
  ["EVENTS_", "Automations are kept, and not carried out yet."],
  ["SERVICES_TRIGGERS_", "Automations are kept, and not carried out yet."],
  ["SERVICES_EVENT_PERSISTER_", "Events are stored with what they tell of; how long: `PREFECT_SERVER_EVENTS_RETENTION_PERIOD`."],
  ["SERVICES_TASK_RUN_RECORDER_", "Task runs are stored with the events that tell of them."],
  ["SERVICES_SCHEDULER_", "A schedule that changes has its runs at once."],
  ["SERVICES_LATE_RUNS_LOOP", "A run is late at the moment it is."],
  ["SERVICES_PAUSE_EXPIRATIONS_LOOP", "A pause ends at its time."],
  ["SERVICES_CANCELLATION_CLEANUP_LOOP", "What a cancelled run left open is cancelled at once."],
  ["LOGS_STREAM_PUBLISHING_ENABLED", "Logs are told to whoever listens, and to nobody else."],
  ["TASKS_SCHEDULING_", "Background task runs wait in the database, however many there are."],
  ["UI_V2_ENABLED", "There is one web interface."],
  ["UI_STATIC_DIRECTORY", "The web interface is served from the package."],
  ["UI_SHOW_PROMOTIONAL_CONTENT", "There is none."],
  ["WORKER_CHANNEL_", "Teardowns that workers are asked for are kept in the database, until they are done."],
];

/** The settings of the protocol's server that none of ours is, each with the reason. Throws for one that has none. */
export const printWithoutEffect = (known: readonly KnownSetting[]): string => {
  const unused = known.filter(({ env, setting }) => setting === undefined && env.startsWith("SERVER_"));
  const rows = unused.map(({ env, fullName }) => {
    const reason = reasons.find(([start]) => env.slice("SERVER_".length).startsWith(start));
    if (reason === undefined)
      throw new Error(`${fullName} has no effect on the server, and tools/docs/settings-without-effect.ts does not say why.`);
    return [`\`${fullName}\``, reason[1]];
  });
  return printTable(
    ["Name", "Why"],
    rows.toSorted(([one = ""], [other = ""]) => (one < other ? -1 : 1)),
  );
};
