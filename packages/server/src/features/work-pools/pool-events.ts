import type { Instant, Json, JsonObject } from "@millrace/contract";
import { secondsBetween } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { WorkPoolTable } from "../../db/schema.ts";
import type { NewEvent } from "../../messaging/append-events.ts";
import { isEqual } from "../../wire/json-schema/values.ts";

type Named = { readonly id: string; readonly name: string };
export type PoolOfEvent = Named & Pick<WorkPoolTable, "type">;
type Maker = Pick<Context, "clock" | "newId">;

/** `not-ready`, as the names of status events have it. */
const kebab = (status: string): string => status.toLowerCase().replaceAll("_", "-");

const newEvent = (ctx: Maker, event: string): Pick<NewEvent, "id" | "occurred" | "event" | "payload" | "follows"> => ({
  id: ctx.newId(),
  occurred: ctx.clock.now(),
  event,
  payload: {},
  follows: null,
});

const poolResource = ({ id, name, type }: PoolOfEvent) => ({
  "prefect.resource.id": `prefect.work-pool.${id}`,
  "prefect.resource.name": name,
  "prefect.work-pool.type": type,
});

/** What changed of a thing, as events tell it: field by field, from and to. Undefined when nothing did. */
export const changesOf = (before: object, after: object, fields: readonly string[]): JsonObject | undefined => {
  const [old, given] = [before, after] as [Readonly<Record<string, Json>>, Readonly<Record<string, Json | undefined>>];
  const updates = fields.flatMap((field): [string, Json][] => {
    const to = given[field];
    const from = old[field] ?? null;
    return to === undefined || isEqual(to, from) ? [] : [[field, { from, to }]];
  });
  if (updates.length === 0) return undefined;
  return { updated_fields: updates.map(([field]) => field), updates: Object.fromEntries(updates) };
};

type Kept = PoolOfEvent & Pick<WorkPoolTable, "default_queue_id" | "storage_configuration">;

/** A pool came or went, with its default queue (events.md §2.1). */
export const poolEvent = (ctx: Maker, kind: "created" | "deleted", pool: Kept): NewEvent => {
  const storage = pool.storage_configuration.default_result_storage_block_id;
  const related = [
    ...(pool.default_queue_id === null ? [] : [{ id: `work-queue.${pool.default_queue_id}`, role: "default-queue" }]),
    ...(typeof storage === "string" ? [{ id: `block-document.${storage}`, role: "result-storage" }] : []),
  ];
  return {
    ...newEvent(ctx, `prefect.work-pool.${kind}`),
    resource: { ...poolResource(pool), "prefect.resource.role": "work-pool" },
    related: related.map(({ id, role }) => ({ "prefect.resource.id": `prefect.${id}`, "prefect.resource.role": role })),
  };
};

export const poolUpdatedEvent = (ctx: Maker, pool: PoolOfEvent, payload: JsonObject): NewEvent => ({
  ...newEvent(ctx, "prefect.work-pool.updated"),
  resource: { ...poolResource(pool), "prefect.resource.role": "work-pool" },
  related: [],
  payload,
});

/** A status event names the one before it only when that is less than ten minutes old. */
const followsWithinSeconds = 600;

interface StatusChange {
  readonly pool: PoolOfEvent;
  readonly status: string;
  /** Id and time as the pool keeps them, to be followed by the next one. */
  readonly id: string;
  readonly occurred: Instant;
  readonly previous?: Pick<WorkPoolTable, "last_status_event_id" | "last_transitioned_status_at"> | undefined;
}

export const poolStatusEvent = ({ pool, status, id, occurred, previous }: StatusChange): NewEvent => {
  const since = previous?.last_transitioned_status_at ?? null;
  const isRecent = since !== null && secondsBetween(since, occurred) < followsWithinSeconds;
  return {
    id,
    occurred,
    event: `prefect.work-pool.${kebab(status)}`,
    resource: poolResource(pool),
    related: [],
    payload: {},
    follows: isRecent ? (previous?.last_status_event_id ?? null) : null,
  };
};

interface QueueHappening {
  readonly kind: string;
  readonly queue: Named;
  readonly pool: PoolOfEvent;
  readonly payload?: JsonObject;
}

/** A queue came, went, changed or got another status (events.md §2.1). */
export const queueEvent = (ctx: Maker, { kind, queue, pool, payload = {} }: QueueHappening): NewEvent => ({
  ...newEvent(ctx, `prefect.work-queue.${kebab(kind)}`),
  resource: {
    "prefect.resource.id": `prefect.work-queue.${queue.id}`,
    "prefect.resource.name": queue.name,
    "prefect.resource.role": "work-queue",
  },
  related: [{ ...poolResource(pool), "prefect.resource.role": "work-pool" }],
  payload,
});
