import type { JsonObject } from "@millrace/contract";
import type { Context } from "../context.ts";
import type { Tx } from "../db/connection.ts";

/** An event of the server's own, before it is stored. */
export interface NewEvent {
  readonly id: string;
  readonly occurred: string;
  readonly event: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly related: readonly Readonly<Record<string, string>>[];
  readonly payload: JsonObject;
  readonly follows: string | null;
}

/**
 * Stores events in the transaction that made them true: what did not commit is never told, what committed always is.
 * An event whose id is known is left as it was first written.
 */
export const appendEvents = async (ctx: Pick<Context, "bus" | "clock">, tx: Tx, events: readonly NewEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const received = ctx.clock.now();
  const rows = events.map((event) => ({ ...event, received, resource_id: event.resource["prefect.resource.id"] ?? "" }));
  // Sorted, so that two writers of the same moment never wait for each other.
  const mentioned = [...new Set(events.flatMap(({ related }) => related.map((one) => one["prefect.resource.id"] ?? "")))].sort();
  const mentions = mentioned.map((resource_id) => ({ resource_id, received }));
  await tx.dialect.insertMany(tx.later, { table: "event", rows, onConflict: "ignore" });
  await tx.dialect.insertMany(tx.later, { table: "event_mention", rows: mentions, onConflict: "ignore" });
  tx.afterCommit(() => ctx.bus.committed.publish([]));
};
