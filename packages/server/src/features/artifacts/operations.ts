import type { Artifact, CreateArtifact, UpdateArtifact } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { ArtifactTable } from "../../db/schema.ts";
import { InvalidRequest, valueProblem } from "../../wire/problems.ts";
import { insertArtifact, tellOfCollection, toArtifact } from "./artifact-rows.ts";
import { noArtifact } from "./queries.ts";

type Metadata = Readonly<Record<string, string>> | null;

const longestMetadata = 500;

/** Metadata with its long values cut (server.md §5.11). */
const shorten = (metadata: Metadata): Metadata => {
  if (metadata === null) return null;
  const cut = (text: string): string => {
    const characters = text.length > longestMetadata ? [...text] : [];
    return characters.length > longestMetadata ? `${characters.slice(0, longestMetadata).join("")}...` : text;
  };
  return Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, cut(text)]));
};

/** Stores an artifact. One with a key becomes the last of its collection. */
export const createArtifact = (ctx: Context, input: CreateArtifact): Promise<Artifact> => {
  if (input.key !== null && !/^[a-z0-9-]*$/.test(input.key)) {
    const rule = "Artifact key must only contain lowercase letters, numbers, and dashes.";
    throw new InvalidRequest([valueProblem(["body", "key"], rule, input.key)]);
  }
  const now = ctx.clock.now();
  const row = { id: ctx.newId(), created: now, updated: now, ...input, metadata_: shorten(input.metadata_) };
  return ctx.transact(async (tx) => {
    await insertArtifact(ctx, tx, row);
    return toArtifact(row);
  });
};

/** Changes what is given of an artifact, and with it what its collection shows. Clients tell of it, the server does not (events.md §2). */
export const updateArtifact = (ctx: Context, id: string, { metadata_, ...input }: UpdateArtifact): Promise<void> =>
  ctx.transact(async (tx) => {
    const now = ctx.clock.now();
    const changes = { ...input, ...(metadata_ === undefined ? {} : { metadata_: shorten(metadata_) }), updated: now };
    const artifact = await tx.updateTable("artifact").set(changes).where("id", "=", id).returningAll().executeTakeFirst();
    if (artifact === undefined) throw noArtifact();
    await tx
      .updateTable("artifact_collection")
      .set({ updated: now })
      .where("latest_id", "=", id)
      .where("key", "=", artifact.key ?? "")
      .execute();
  });

/** Deletes an artifact. Its collection then shows the newest that is left, or goes away with the last. */
export const deleteArtifact = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    if ((await deleteArtifacts(ctx, tx, [id])) === 0) throw noArtifact();
  });

/** The same for many, in a transaction that does more; how many there were. */
export const deleteArtifacts = async (ctx: Context, tx: Tx, ids: readonly string[]): Promise<number> => {
  if (ids.length === 0) return 0;
  const gone = await tx
    .deleteFrom("artifact")
    .where("id", "in", [...ids])
    .returningAll()
    .execute();
  const keys = [...new Set(gone.flatMap(({ key }) => key ?? []))];
  // Or a collection would be pointed elsewhere that shows by now what another transaction has just stored.
  if (keys.length > 0) await tx.dialect.lockRows(tx, { table: "artifact_collection", column: "key", values: keys });
  for (const artifact of gone) if (artifact.key !== null) await repoint(ctx, tx, artifact);
  return gone.length;
};

const repoint = async (ctx: Context, tx: Tx, gone: ArtifactTable): Promise<void> => {
  const key = gone.key ?? "";
  const shown = tx.selectFrom("artifact_collection").select(["id", "key"]).where("key", "=", key).where("latest_id", "=", gone.id);
  const collection = await shown.executeTakeFirst();
  if (collection === undefined) return;
  const newest = tx.selectFrom("artifact").selectAll().where("key", "=", key).orderBy("created", "desc").orderBy("id", "desc").limit(1);
  const latest = await newest.executeTakeFirst();
  if (latest === undefined) {
    await tx.deleteFrom("artifact_collection").where("id", "=", collection.id).execute();
    return tellOfCollection(ctx, tx, { kind: "deleted", collection, latest: gone });
  }
  const { id: latest_id, created, updated } = latest;
  const pointed = tx.updateTable("artifact_collection").set({ latest_id, created, updated });
  await pointed.where("id", "=", collection.id).execute();
  await tellOfCollection(ctx, tx, { kind: "updated", collection, latest });
};
