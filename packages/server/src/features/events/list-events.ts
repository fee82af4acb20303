import { EventFilter, type EventPage, type ReceivedEvent } from "@millrace/contract";
import { sql } from "kysely";
import type { Caller, Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { Condition } from "../../db/filters/members.ts";
import { forbidden } from "../../errors.ts";
import { tryRead } from "../../wire/read.ts";
import { type BoundedFilter, boundPeriod, eventCondition } from "./event-condition.ts";

/** Where the next page begins. The period is fixed by the first page, so that new events move nothing. */
interface Place {
  readonly filter: BoundedFilter;
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** The first events that a filter finds, and how many there are in all. */
export const listEvents = async (
  { ctx, caller }: { readonly ctx: Context; readonly caller: Caller },
  { filter: asked, limit }: { filter: EventFilter; limit: number },
): Promise<EventPage> => {
  const filter = boundPeriod(asked, ctx.clock.now());
  const total = await countEvents(ctx.db.heavyRead, filter);
  return listPage({ ctx, caller }, { filter, total, limit, offset: 0 });
};

/** The page a token stands for. Refuses what is no token (`forbidden`). */
export const listNextEvents = async (given: { readonly ctx: Context; readonly caller: Caller }, token: string): Promise<EventPage> => {
  const place = readToken(token, given.ctx);
  if (place === undefined) throw forbidden("Forbidden");
  return listPage(given, place);
};

const listPage = async ({ ctx, caller }: { readonly ctx: Context; readonly caller: Caller }, place: Place): Promise<EventPage> => {
  const { filter, total, limit, offset } = place;
  const events = total > 0 && limit > 0 ? await readEvents(ctx.db.heavyRead, place) : [];
  const hasMore = offset + limit < total;
  const token = hasMore ? Buffer.from(JSON.stringify({ filter, total, limit, offset: offset + limit })).toString("base64url") : null;
  const next_page = token === null ? null : `${caller.origin}${ctx.settings.basePath}/events/filter/next?page-token=${token}`;
  return { events, total, next_page };
};

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const readToken = (token: string, ctx: Context): Place | undefined => {
  try {
    const { filter, total, limit, offset } = JSON.parse(Buffer.from(token, "base64url").toString()) as Record<string, unknown>;
    const read = tryRead(EventFilter, filter);
    if ("problem" in read || !isCount(total) || !isCount(limit) || !isCount(offset) || limit > 50) return undefined;
    return { filter: boundPeriod(read.value, ctx.clock.now()), total, limit, offset };
  } catch {
    return undefined;
  }
};

const shown = ["id", "occurred", "received", "event", "resource", "related", "payload", "follows"] as const;

/** Events of which each is the first of its resource in the order asked for. */
const firstOfEach = (where: Condition, direction: "asc" | "desc") =>
  sql<boolean>`event.id in (select ranked.id from (
    select event.id, row_number() over (partition by event.resource_id order by event.occurred ${sql.raw(direction)}, event.id ${sql.raw(direction)}) as place
    from event where ${where}) as ranked where ranked.place = 1)`;

const readEvents = (db: Queries, { filter, limit, offset }: Place): Promise<ReceivedEvent[]> => {
  const direction = filter.order === "ASC" ? "asc" : "desc";
  const where = eventCondition(db.dialect, filter);
  return db
    .selectFrom("event")
    .select(shown)
    .where(filter.resource?.distinct ? firstOfEach(where, direction) : where)
    .orderBy("occurred", direction)
    .orderBy("id", direction)
    .limit(limit)
    .offset(offset)
    .execute();
};

const countEvents = async (db: Queries, filter: BoundedFilter): Promise<number> => {
  const counted = filter.resource?.distinct ? sql<number>`count(distinct event.resource_id)` : sql<number>`count(*)`;
  const row = await db.selectFrom("event").select(counted.as("count")).where(eventCondition(db.dialect, filter)).executeTakeFirst();
  return row?.count ?? 0;
};
