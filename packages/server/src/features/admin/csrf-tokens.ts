import { randomBytes } from "node:crypto";
import { addSeconds, compareInstants } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { invalid } from "../../errors.ts";
import { isSameSecret } from "../../same-secret.ts";

/** Gives a client a fresh token, in place of its last one. Clients switch CSRF off when told that it is disabled (server.md §1.7). */
export const createCsrfToken = async (ctx: Context, client: string) => {
  if (!ctx.settings.csrfEnabled) throw invalid("CSRF protection is disabled.");
  const now = ctx.clock.now();
  const token = {
    id: ctx.newId(),
    created: now,
    updated: now,
    client,
    token: randomBytes(32).toString("hex"),
    expiration: addSeconds(now, ctx.settings.csrfExpiration),
  };
  await ctx.transact(async (tx) => {
    await tx.deleteFrom("csrf_token").where("expiration", "<", now).execute();
    const { updated, token: fresh, expiration } = token;
    // A client asks for several at once when its first requests go out side by side.
    await tx
      .insertInto("csrf_token")
      .values(token)
      .onConflict((on) => on.column("client").doUpdateSet({ updated, token: fresh, expiration }))
      .execute();
  });
  return token;
};

export const isCsrfTokenValid = async (ctx: Context, client: string, token: string): Promise<boolean> => {
  const row = await ctx.read.selectFrom("csrf_token").select(["token", "expiration"]).where("client", "=", client).executeTakeFirst();
  return row !== undefined && isSameSecret(token, row.token) && compareInstants(row.expiration, ctx.clock.now()) > 0;
};
