import type { Instant, ReceivedEvent } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { MatchEvent } from "./event-matcher.ts";

/** Events looked at together; few enough that nothing waits noticeably for them. */
const page = 250;

interface Period {
  readonly since: Instant;
  readonly until: Instant | undefined;
}

/** Events of a period by the time they occurred, those that match, page by page. Pages may be empty. */
export async function* listPastEvents(db: Queries, { since, until }: Period, matches: MatchEvent): AsyncGenerator<ReceivedEvent[]> {
  const time = db.dialect.time;
  let position = sql<SqlBool>`occurred >= ${time(since)}`;
  const end = until === undefined ? sql<SqlBool>`1 = 1` : sql<SqlBool>`occurred <= ${time(until)}`;
  for (;;) {
    const events = await db
      .selectFrom("event")
      .select(["id", "occurred", "received", "event", "resource", "related", "payload", "follows"])
      .where(position)
      .where(end)
      .orderBy("occurred")
      .orderBy("id")
      .limit(page)
      .execute();
    yield events.filter(matches);
    const last = events.at(-1);
    if (last === undefined || events.length < page) return;
    position = sql<SqlBool>`(occurred, id) > (${time(last.occurred)}, ${last.id})`;
  }
}
