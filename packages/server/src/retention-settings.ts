import { defineSettings, integerBetween, type Kind, list, map, seconds } from "@millrace/settings";

const types = ["events", "flow_runs"] as const;
type VacuumType = (typeof types)[number];

/** What to delete by age. Also `true`, which is both, and `false`, which is events alone (server.md §8). */
const vacuumTypes: Kind<readonly VacuumType[]> = {
  accepts: "events, flow_runs, both separated by a comma, or [] for neither",
  read: (raw, place) => {
    const words = list.read(raw, place)?.map((word) => word.toLowerCase());
    if (words?.length === 1 && words[0] === "true") return types;
    if (words?.length === 1 && words[0] === "false") return ["events"];
    return words?.every((word) => types.some((type) => type === word)) ? types.filter((type) => words.includes(type)) : undefined;
  },
  print: (value) => JSON.stringify(value),
};

/** What ended within the last hour is never deleted (server.md §8). */
const moreThanAnHour: Kind<number> = {
  ...seconds,
  accepts: "more than an hour, as a number of seconds or an ISO 8601 duration such as P90D",
  read: (raw, place) => {
    const value = seconds.read(raw, place);
    return value !== undefined && value > 3600 ? value : undefined;
  },
};

const secondsByName: Kind<Readonly<Record<string, number>>> = {
  accepts: 'a JSON object of durations such as {"name": "P7D"}',
  read: (raw, place) => {
    const texts = map.read(raw, place);
    if (texts === undefined) return undefined;
    const entries = Object.entries(texts).map(([name, value]) => [name, seconds.read(value, place)] as const);
    return entries.every((entry): entry is readonly [string, number] => entry[1] !== undefined) ? Object.fromEntries(entries) : undefined;
  },
  print: (value) => JSON.stringify(value),
};

const day = 86_400;

/** How long data is kept unless a request says otherwise. */
export const retentionSettings = defineSettings({
  vacuumEnabled: {
    env: "SERVER_SERVICES_DB_VACUUM_ENABLED",
    type: vacuumTypes,
    default: ["events"],
    doc: "What is deleted when it is old: `events`, `flow_runs`, or both.",
  },
  vacuumLoop: {
    env: "SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS",
    type: seconds,
    default: 3600,
    doc: "Seconds between the sweeps that delete what is old.",
  },
  vacuumBatch: {
    env: "SERVER_SERVICES_DB_VACUUM_BATCH_SIZE",
    type: integerBetween(1, 10_000),
    default: 200,
    doc: "Rows of a kind that a sweep deletes at a time.",
  },
  runRetention: {
    env: "SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD",
    type: moreThanAnHour,
    default: 90 * day,
    doc: "Seconds a flow run is kept after it ended, where runs are deleted at all.",
  },
  eventRetention: { env: "SERVER_EVENTS_RETENTION_PERIOD", type: seconds, default: 7 * day, doc: "Seconds an event is kept." },
  eventOverrides: {
    env: "SERVER_SERVICES_DB_VACUUM_EVENT_RETENTION_OVERRIDES",
    type: secondsByName,
    default: { "prefect.flow-run.heartbeat": 7 * day },
    doc: "Seconds that events of some names are kept, where that is less than for others; a JSON object.",
  },
  logRetention: {
    env: "SERVER_LOGS_RETENTION_PERIOD",
    type: moreThanAnHour,
    doc: "Seconds a log is kept; without it, as long as its run.",
  },
  artifactRetention: {
    env: "SERVER_ARTIFACTS_RETENTION_PERIOD",
    type: moreThanAnHour,
    doc: "Seconds an artifact is kept; without it, as long as its run.",
  },
});
