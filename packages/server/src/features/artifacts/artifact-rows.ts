import type { Artifact } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { ArtifactTable } from "../../db/schema.ts";
import { appendEvents, type NewEvent } from "../../messaging/append-events.ts";

type Collection = { readonly id: string; readonly key: string };
type Maker = Pick<Context, "bus" | "clock" | "newId">;

export const toArtifact = ({ metadata_, ...row }: ArtifactTable): Artifact => ({
  ...row,
  metadata_: metadata_ as Readonly<Record<string, string>> | null,
});

interface CollectionChange {
  readonly kind: "created" | "updated" | "deleted";
  readonly collection: Collection;
  readonly latest: ArtifactTable;
}

/** Characters of data that an event takes along: watchers of events are not to be flooded with tables. */
const largestData = 100_000;

/** Tells that a collection shows another artifact, shows one that was changed, or has none any more (events.md §2.1). */
export const tellOfCollection = (ctx: Maker, tx: Tx, { kind, collection, latest }: CollectionChange): Promise<void> => {
  const related = [
    { id: `artifact.${latest.id}`, role: "latest" },
    ...(latest.flow_run_id === null ? [] : [{ id: `flow-run.${latest.flow_run_id}`, role: "flow-run" }]),
    ...(latest.task_run_id === null ? [] : [{ id: `task-run.${latest.task_run_id}`, role: "task-run" }]),
  ];
  const { type, description } = latest;
  const data = (JSON.stringify(latest.data) ?? "").length > largestData ? null : latest.data;
  const event: NewEvent = {
    id: ctx.newId(),
    occurred: ctx.clock.now(),
    event: `prefect.artifact-collection.${kind}`,
    resource: { "prefect.resource.id": `prefect.artifact-collection.${collection.id}`, "prefect.resource.name": collection.key },
    related: related.map((one) => ({ "prefect.resource.id": `prefect.${one.id}`, "prefect.resource.role": one.role })),
    payload: { key: collection.key, type, data, description },
    follows: null,
  };
  return appendEvents(ctx, tx, [event]);
};

/** Stores an artifact and shows it as the last one of its key, whatever its time (server.md §5.11). */
export const insertArtifact = async (ctx: Maker, tx: Tx, artifact: ArtifactTable): Promise<void> => {
  await tx.dialect.insertMany(tx, { table: "artifact", rows: [artifact] });
  const { key } = artifact;
  // Results arrive with an empty key from clients that were not told of one.
  if (key === null || key === "") return;
  const now = ctx.clock.now();
  const row = { id: ctx.newId(), created: now, updated: now, key, latest_id: artifact.id };
  const { id } = await tx
    .insertInto("artifact_collection")
    .values(row)
    .onConflict((on) => on.column("key").doUpdateSet({ latest_id: artifact.id, updated: now }))
    .returning("id")
    .executeTakeFirstOrThrow();
  await tellOfCollection(ctx, tx, { kind: id === row.id ? "created" : "updated", collection: { id, key }, latest: artifact });
};
