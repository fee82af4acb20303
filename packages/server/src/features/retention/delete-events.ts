import { addSeconds, compareInstants, type Instant } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import type { Step, Stepped } from "./step.ts";

/** Deletes the events that occurred before a moment, the oldest first. */
export const deleteEventsBefore =
  (before: Instant): Step =>
  async (ctx) => {
    const limit = ctx.settings.vacuumBatch;
    const deleted = await ctx.transact(async (tx) => {
      const old = tx.selectFrom("event").select("id").where("occurred", "<", before).orderBy("occurred").limit(limit);
      return deleteEvents(
        tx,
        (await old.execute()).map((row) => row.id),
      );
    });
    return { deleted: { events: deleted }, more: deleted === limit };
  };

/** How much time one look for events of a name spans: no index leads to them, so that others are looked through. */
const spanSeconds = 3600;

/** Deletes the events of one name that occurred between two moments, an hour of them after the other. */
export const deleteEventsNamed = ({ name, from, before }: { name: string; from: Instant; before: Instant }): Step => {
  let start = from;
  return async (ctx): Promise<Stepped> => {
    const limit = ctx.settings.vacuumBatch;
    const spanEnd = addSeconds(start, spanSeconds);
    const end = compareInstants(spanEnd, before) < 0 ? spanEnd : before;
    const ids = await listEventsNamed(ctx.db.heavyRead, { name, start, end, limit });
    const deleted = await ctx.transact((tx) => deleteEvents(tx, ids));
    if (ids.length < limit) start = end;
    return { deleted: { events: deleted }, more: compareInstants(start, before) < 0 };
  };
};

interface Span {
  readonly name: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly limit: number;
}

const listEventsNamed = async (db: Queries, { name, start, end, limit }: Span): Promise<string[]> => {
  const events = db.selectFrom("event").select("id").where("occurred", ">=", start).where("occurred", "<", end);
  const rows = await events.where("event", "=", name).orderBy("occurred").limit(limit).execute();
  return rows.map((row) => row.id);
};

/** When the oldest event occurred. */
export const findOldestEvent = async ({ read }: Context): Promise<Instant | undefined> =>
  (await read.selectFrom("event").select("occurred").orderBy("occurred").limit(1).executeTakeFirst())?.occurred;

/** Deletes events, and what tells that they name a resource once no event of the same time names it any more. */
const deleteEvents = async (tx: Tx, ids: readonly string[]): Promise<number> => {
  if (ids.length === 0) return 0;
  const gone = await tx
    .deleteFrom("event")
    .where("id", "in", [...ids])
    .returning(["received", "related"])
    .execute();
  const times = [...new Set(gone.map(({ received }) => received))];
  const left = await tx.selectFrom("event").select(["received", "related"]).where("received", "in", times).execute();
  const stillNamed = new Set(left.flatMap(mentionsOf).map(keyOf));
  const unnamed = new Map(gone.flatMap(mentionsOf).map((mention) => [keyOf(mention), mention]));
  for (const key of stillNamed) unnamed.delete(key);
  const mentions = [...unnamed.values()];
  for (let start = 0; start < mentions.length; start += mentionsTogether)
    await deleteMentions(tx, mentions.slice(start, start + mentionsTogether));
  return gone.length;
};

interface Mention {
  readonly resource_id: string;
  readonly received: Instant;
}

interface Related {
  readonly received: Instant;
  readonly related: readonly Readonly<Record<string, string>>[];
}

const mentionsOf = ({ received, related }: Related): Mention[] =>
  related.map((one) => ({ resource_id: one["prefect.resource.id"] ?? "", received }));

const keyOf = ({ resource_id, received }: Mention): string => `${received} ${resource_id}`;

/** Pairs that one statement names: each is two values, of which a database takes tens of thousands. */
const mentionsTogether = 1000;

const deleteMentions = async (tx: Tx, mentions: readonly Mention[]): Promise<void> => {
  const pairs = sql.join(mentions.map(({ resource_id, received }) => sql`(${resource_id}, ${tx.dialect.time(received)})`));
  await sql`delete from event_mention where (resource_id, received) in (values ${pairs})`.execute(tx);
};
