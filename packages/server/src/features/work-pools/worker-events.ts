import { createHash } from "node:crypto";
import type { Instant } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { WorkerTable } from "../../db/schema.ts";
import { appendEvents, type NewEvent } from "../../messaging/append-events.ts";

type Happening = "online" | "offline" | "deleted";
type Told = Pick<WorkerTable, "id" | "name" | "work_pool_id">;

interface Telling {
  readonly kind: Happening;
  readonly worker: Told;
  readonly id: string;
  readonly occurred: Instant;
}

/** A worker came, was heard of no more, or was forgotten. The protocol has no word for it, so the name is ours. */
export const workerEvent = ({ kind, worker: { id: workerId, name, work_pool_id }, id, occurred }: Telling): NewEvent => ({
  id,
  occurred,
  event: `millrace.worker.${kind}`,
  resource: {
    "prefect.resource.id": `millrace.worker.${workerId}`,
    "prefect.resource.name": name,
    "millrace.work-pool.id": work_pool_id,
  },
  related: [],
  payload: {},
  follows: null,
});

/** The same id whoever notices that a worker is gone since then: among all servers, and from look to look, it is told once. */
const departureId = ({ id, offline_after }: Pick<WorkerTable, "id" | "offline_after">): string => {
  const hex = createHash("sha256").update(`${id} ${offline_after}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Tells of workers that count as offline since then. */
export const tellDepartures = async (ctx: Context, since: Instant): Promise<void> => {
  const { time } = ctx.read.dialect;
  const gone = await ctx.read
    .selectFrom("worker")
    .select(["id", "name", "work_pool_id", "offline_after"])
    .where("offline_after", ">=", time(since))
    .where("offline_after", "<", time(ctx.clock.now()))
    .execute();
  const departures = gone.map((worker) => ({ kind: "offline" as const, worker, id: departureId(worker), occurred: worker.offline_after }));
  if (departures.length === 0) return;
  const ids = departures.map(({ id }) => id);
  const told = new Set((await ctx.read.selectFrom("event").select("id").where("id", "in", ids).execute()).map(({ id }) => id));
  const news = departures.filter(({ id }) => !told.has(id)).map(workerEvent);
  if (news.length > 0) await ctx.transact((tx) => appendEvents(ctx, tx, news));
};

/** When the next worker that is online would count as offline. */
export const findNextDeparture = async (db: Queries, now: Instant): Promise<Instant | undefined> => {
  const next = await db
    .selectFrom("worker")
    .select(sql<Instant | null>`min(offline_after)`.as("offline_after"))
    .where("offline_after", ">=", db.dialect.time(now))
    .executeTakeFirst();
  return next?.offline_after ?? undefined;
};
