import type { Context } from "../../context.ts";
import { insertBlockSchema } from "./schema-operations.ts";
import { systemTypes } from "./system-types.ts";
import { insertBlockType } from "./type-operations.ts";
import { findBlockTypeBySlug } from "./type-queries.ts";

/** Stores the types every server has, where they are missing, and protects them. What clients said of them since is kept. */
export const installSystemTypes = (ctx: Context): Promise<void> =>
  ctx.transact(async (tx) => {
    for (const { type, schema } of systemTypes) {
      const stored = (await insertBlockType(ctx, tx, { ...type, is_protected: true })) ?? (await findBlockTypeBySlug(tx, type.slug));
      if (stored === undefined) continue;
      if (!stored.is_protected) await tx.updateTable("block_type").set({ is_protected: true }).where("id", "=", stored.id).execute();
      await insertBlockSchema(ctx, tx, { ...schema, block_type_id: stored.id });
    }
  });
