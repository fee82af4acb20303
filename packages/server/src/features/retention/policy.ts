import { addSeconds, type Instant, type Json, type RetentionKind, type RetentionPolicy, type UpdateRetention } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { findConfiguration } from "../../db/configuration.ts";
import type { Queries } from "../../db/connection.ts";
import type { ServerSettings } from "../../settings.ts";

/** The row of the server's own configuration that holds what requests have said. */
export const policyKey = "retention-policy";

const kinds: readonly RetentionKind[] = ["flow_runs", "logs", "artifacts", "events"];

/** What is kept how long, as long as nobody says otherwise: the protocol keeps runs for ever unless it is told to delete them. */
export const policyOfSettings = (settings: ServerSettings): RetentionPolicy => ({
  flow_runs: settings.vacuumEnabled.includes("flow_runs") ? settings.runRetention : null,
  logs: settings.logRetention ?? null,
  artifacts: settings.artifactRetention ?? null,
  events: settings.vacuumEnabled.includes("events") ? settings.eventRetention : null,
});

/** Ages of some kinds; a kind that is not there follows the settings. */
export type PolicyChanges = { readonly [K in RetentionKind]?: number | null | undefined };

export const mergePolicy = (policy: RetentionPolicy, changes: PolicyChanges): RetentionPolicy => ({
  ...policy,
  ...Object.fromEntries(kinds.filter((kind) => changes[kind] !== undefined).map((kind) => [kind, changes[kind]])),
});

/** What requests have changed, by kind. */
export const findPolicyChanges = async (db: Queries): Promise<PolicyChanges> =>
  ((await findConfiguration(db, policyKey)) ?? {}) as PolicyChanges;

export const listChangedKinds = (changes: PolicyChanges): RetentionKind[] => kinds.filter((kind) => changes[kind] !== undefined);

export const getPolicy = async (ctx: Context, changes: UpdateRetention = {}): Promise<RetentionPolicy> =>
  mergePolicy(mergePolicy(policyOfSettings(ctx.settings), await findPolicyChanges(ctx.read)), changes);

/** Changes as they are stored. */
export const printChanges = (changes: PolicyChanges): Json =>
  Object.fromEntries(listChangedKinds(changes).map((kind) => [kind, changes[kind] ?? null]));

/** Longer than any server has run, and still a date. */
const longest = 100 * 365.25 * 86_400;

/** What is from before this moment is too old; undefined when it is kept for ever. */
export const oldBefore = (now: Instant, seconds: number | null): Instant | undefined =>
  seconds === null ? undefined : addSeconds(now, -Math.min(seconds, longest));

/** Names of events that are kept for a shorter time than others, with the seconds. */
export const listOverrides = ({ eventOverrides }: ServerSettings, { events }: RetentionPolicy): [name: string, seconds: number][] =>
  events === null ? [] : Object.entries(eventOverrides).filter(([, seconds]) => seconds < events);
