import type { BlockType, CreateBlockType, UpdateBlockType } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { conflict, DomainError } from "../../errors.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { InvalidRequest, valueProblem } from "../../wire/problems.ts";
import { blockTypeEvent } from "./block-events.ts";
import { getBlockType } from "./type-queries.ts";

const forbidden = (message: string) => new DomainError("forbidden", message);

/** Texts that pages show are stored so that they cannot be taken for HTML. */
const escapeHtml = (text: string | null): string | null =>
  text?.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") ?? null;

const slugRule = "Block type slug must only contain lowercase letters, numbers, and dashes.";

/** Stores a type. Refuses a slug in use (`conflict`) and the names kept for the system (`forbidden`). */
export const createBlockType = (ctx: Context, input: CreateBlockType): Promise<BlockType> => {
  const { name, slug } = input;
  if (!/^[a-z0-9-]*$/.test(slug)) throw new InvalidRequest([valueProblem(["body", "slug"], slugRule, slug)]);
  if (name.toLowerCase().startsWith("prefect")) throw forbidden("Block type names beginning with 'Prefect' are reserved.");
  return ctx.transact(async (tx) => {
    const type = await insertBlockType(ctx, tx, { ...input, is_protected: false });
    if (type === undefined) throw conflict(`Block type with name "${name}" already exists`);
    return type;
  });
};

/** Undefined when the slug is in use. */
export const insertBlockType = async (
  ctx: Context,
  tx: Tx,
  input: CreateBlockType & Pick<BlockType, "is_protected">,
): Promise<BlockType | undefined> => {
  const now = ctx.clock.now();
  const { description, code_example } = input;
  const escaped = { ...input, description: escapeHtml(description), code_example: escapeHtml(code_example) };
  const type = { id: ctx.newId(), created: now, updated: now, ...escaped };
  const insert = tx
    .insertInto("block_type")
    .values(type)
    .onConflict((on) => on.column("slug").doNothing())
    .returning("id");
  if ((await insert.execute()).length === 0) return undefined;
  await appendEvents(ctx, tx, [blockTypeEvent(ctx, "created", type)]);
  return type;
};

const changeable = ["logo_url", "documentation_url", "description", "code_example"] as const;

/** Writes only what differs: clients send the whole of it whenever they save a block. */
export const updateBlockType = (ctx: Context, id: string, input: UpdateBlockType): Promise<void> =>
  ctx.transact(async (tx) => {
    const type = await getBlockType(tx, id);
    const changed = changeable.filter((key) => input[key] !== undefined && input[key] !== type[key]);
    if (changed.length === 0) return;
    const changes = { ...Object.fromEntries(changed.map((key) => [key, input[key] ?? null])), updated: ctx.clock.now() };
    await tx.updateTable("block_type").set(changes).where("id", "=", id).execute();
    await appendEvents(ctx, tx, [blockTypeEvent(ctx, "updated", { ...type, ...changes })]);
  });

/** Deletes a type with its schemas and documents. */
export const deleteBlockType = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const type = await getBlockType(tx, id);
    if (type.is_protected) throw forbidden("protected block types cannot be deleted.");
    await tx.deleteFrom("block_type").where("id", "=", id).execute();
    await appendEvents(ctx, tx, [blockTypeEvent(ctx, "deleted", type)]);
  });
