import type { UpdateDeployment } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import type { LimitRow } from "../concurrency-limits/limit-rows.ts";
import { changeLimitIn, createLimitIn } from "../concurrency-limits/operations.ts";
import { deleteOwnLimits, lockOwnLimit, ownName } from "../concurrency-limits/own-limits.ts";
import { findLimitRow } from "../concurrency-limits/queries.ts";
import { wakeWaitingRuns } from "../concurrency-limits/waiting-runs.ts";

type Sent = Pick<UpdateDeployment, "concurrency_limit" | "global_concurrency_limit_id">;

/** Throws `not-found` for a shared limit that does not exist. */
export const requireLimit = async (tx: Tx, { global_concurrency_limit_id: id }: Sent): Promise<void> => {
  if (id && (await findLimitRow(tx, id)) === undefined) throw notFound("Concurrency limit not found");
};

/**
 * Gives a deployment the limit that a request names: a number for a limit of its own, an id for one that others use too,
 * null for none (server.md §5.5). A shared limit is never changed or deleted by that.
 */
export const setDeploymentLimit = async (ctx: Context, tx: Tx, { id, input }: { id: string; input: Sent }): Promise<void> => {
  const { concurrency_limit: number, global_concurrency_limit_id: shared } = input;
  if (number === undefined && shared === undefined) return;
  const linked = await findLinked(tx, id);
  const own = linked?.name === ownName(id);
  if (shared) await link(ctx, tx, { id, linked, next: shared });
  else if (typeof number === "number") await link(ctx, tx, { id, linked, next: await setOwnLimit(ctx, tx, id, number) });
  else if (number === null || !own) await link(ctx, tx, { id, linked, next: null });
};

const findLinked = async (tx: Tx, id: string): Promise<LimitRow | undefined> => {
  const deployment = await tx.selectFrom("deployment").select("concurrency_limit_id").where("id", "=", id).executeTakeFirst();
  const limitId = deployment?.concurrency_limit_id ?? null;
  return limitId === null ? undefined : findLimitRow(tx, limitId);
};

/** The id of the deployment's own limit, which is made when there is none. */
const setOwnLimit = async (ctx: Context, tx: Tx, ...[id, limit]: readonly [string, number]): Promise<string> => {
  const row = await lockOwnLimit(tx, id);
  if (row === undefined) return (await createLimitIn(ctx, tx, { name: ownName(id), limit })).id;
  return row.limit === limit ? row.id : (await changeLimitIn(ctx, tx, { row, input: { limit } })).id;
};

interface Link {
  readonly id: string;
  readonly linked: LimitRow | undefined;
  readonly next: string | null;
}

/** Runs that waited under the old limit ask again under the new one, and an own limit goes when it is not used any more. */
const link = async (ctx: Context, tx: Tx, { id, linked, next }: Link): Promise<void> => {
  if ((linked?.id ?? null) === next) return;
  if (linked !== undefined) await wakeWaitingRuns(ctx, tx, { limitId: linked.id, most: Number.POSITIVE_INFINITY });
  await tx.updateTable("deployment").set({ concurrency_limit_id: next }).where("id", "=", id).execute();
  if (linked?.name === ownName(id)) await deleteOwnLimits(ctx, tx, [id]);
};
