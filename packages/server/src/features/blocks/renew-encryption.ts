import type { Context } from "../../context.ts";
import { readKeys } from "./encryption.ts";
import { decrypt, encrypt } from "./fernet.ts";

/** Documents looked at in one step. */
const batch = 100;

export interface Step {
  /** The last document looked at; undefined when there was none left. */
  readonly last: string | undefined;
  /** Documents that none of the keys opens. */
  readonly closed: readonly string[];
}

/** Encrypts the next documents anew that were encrypted with another key than the present one. One changed meanwhile is left alone. */
export const renewEncryption = async (ctx: Context, after: string | undefined): Promise<Step> => {
  const [present, ...former] = await readKeys(ctx, ctx.read);
  if (present === undefined) return { last: undefined, closed: [] };
  const all = ctx.read.selectFrom("block_document").select(["id", "encrypted_data"]).orderBy("id").limit(batch);
  const rows = await (after === undefined ? all : all.where("id", ">", after)).execute();
  const others = rows.filter(({ encrypted_data }) => decrypt([present], encrypted_data) === undefined);
  const opened = others.flatMap((row) => {
    const text = decrypt(former, row.encrypted_data);
    return text === undefined ? [] : [{ ...row, text }];
  });
  if (opened.length > 0) {
    await ctx.transact(async (tx) => {
      for (const { id, encrypted_data, text } of opened) {
        const renewed = encrypt(present, text, ctx.clock.micros() / 1_000_000);
        await tx
          .updateTable("block_document")
          .set({ encrypted_data: renewed })
          .where("id", "=", id)
          .where("encrypted_data", "=", encrypted_data)
          .execute();
      }
    });
  }
  const closed = others.flatMap(({ id }) => (opened.some((row) => row.id === id) ? [] : [id]));
  return { last: rows.at(-1)?.id, closed };
};
