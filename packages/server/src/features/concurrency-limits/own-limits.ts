import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { LimitRow } from "./limit-rows.ts";
import { deleteLimitIn } from "./operations.ts";
import { listLimitRows } from "./queries.ts";
import { lockLimits } from "./slots.ts";

/** What the limit is called that belongs to one deployment alone. */
export const ownName = (deploymentId: string): string => `deployment:${deploymentId}`;

/** The limit of one deployment alone, locked. */
export const lockOwnLimit = async (tx: Tx, id: string): Promise<LimitRow | undefined> => {
  const found = await listLimitRows(tx, [ownName(id)]);
  const [row] = await lockLimits(
    tx,
    found.map((limit) => limit.id),
  );
  return row;
};

/** Deletes the limits that belong to these deployments alone. */
export const deleteOwnLimits = async (ctx: Context, tx: Tx, deploymentIds: readonly string[]): Promise<void> => {
  for (const id of deploymentIds) {
    const row = await lockOwnLimit(tx, id);
    if (row !== undefined) await deleteLimitIn(ctx, tx, row);
  }
};
