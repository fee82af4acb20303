import type { Artifact, ArtifactCollection, ArtifactCollectionFilter, ArtifactFilter, ArtifactSort } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { Dialect } from "../../db/dialect.ts";
import { allOf, type Condition, column, combine, isAnyOf, isNamed, isNull, someRow } from "../../db/filters/members.ts";
import { deploymentCondition, flowCondition, flowRunCondition, taskRunCondition } from "../../db/filters/nouns.ts";
import type { Filters } from "../../db/filters/related.ts";
import { joinValues } from "../../db/join-asked.ts";
import { notFound } from "../../errors.ts";
import { toArtifact } from "./artifact-rows.ts";

export const noArtifact = () => notFound("Artifact not found.");

export const getArtifact = async (db: Queries, id: string): Promise<Artifact> => {
  const row = await db.selectFrom("artifact").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw noArtifact();
  return toArtifact(row);
};

/** Collections with the artifact each of them shows. */
const selectCollections = (db: Queries) =>
  db
    .selectFrom("artifact_collection as collection")
    .innerJoin("artifact", "artifact.id", "collection.latest_id")
    .select(["collection.id", "collection.created", "collection.updated", "collection.key", "collection.latest_id"])
    .select([
      "artifact.type",
      "artifact.description",
      "artifact.data",
      "artifact.metadata_",
      "artifact.flow_run_id",
      "artifact.task_run_id",
    ]);

/** What a collection shows, under the collection's own id and times (server.md §5.11). */
export const getLatestArtifact = async (db: Queries, key: string): Promise<Artifact> => {
  const row = await selectCollections(db).where("collection.key", "=", key).executeTakeFirst();
  if (row === undefined) throw noArtifact();
  const { latest_id: _, ...shown } = row;
  return toArtifact(shown);
};

interface ArtifactFilters extends Filters {
  readonly artifacts?: ArtifactFilter | ArtifactCollectionFilter | null | undefined;
}

const artifactCondition = (dialect: Dialect, filter: ArtifactFilters["artifacts"]): Condition | undefined => {
  if (!filter) return undefined;
  const of = (name: string) => column(`artifact.${name}`);
  const exists = filter.key?.exists_;
  const ids = "latest_id" in filter ? filter.latest_id : "id" in filter ? filter.id : undefined;
  return combine(filter.operator, [
    isAnyOf(of("id"), ids?.any_),
    allOf([isNamed(dialect, of("key"), filter.key), isNull(of("key"), typeof exists === "boolean" ? !exists : undefined)]),
    isAnyOf(of("flow_run_id"), filter.flow_run_id?.any_),
    isAnyOf(of("task_run_id"), filter.task_run_id?.any_),
    allOf([isAnyOf(of("type"), filter.type?.any_), isOtherThan(of("type"), filter.type?.not_any_)]),
  ]);
};

/** Unlike elsewhere in the protocol, an artifact without a type is none of another type either. */
const isOtherThan = (of: ReturnType<typeof column>, types: readonly string[] | null | undefined): Condition | undefined =>
  types && types.length > 0 ? sql<SqlBool>`${of} not in (${joinValues(types)})` : undefined;

const tie = (text: string): Condition => sql.raw<SqlBool>(text);
const ofItsRun = "flow_run.id = artifact.flow_run_id";

const artifactsWhere = (dialect: Dialect, filters: ArtifactFilters): Condition | undefined =>
  allOf([
    artifactCondition(dialect, filters.artifacts),
    someRow(sql.table("flow_run"), tie(ofItsRun), flowRunCondition(dialect, filters.flow_runs)),
    someRow(sql.table("task_run"), tie("task_run.id = artifact.task_run_id"), taskRunCondition(dialect, filters.task_runs)),
    someRow(sql`flow join flow_run on flow_run.flow_id = flow.id`, tie(ofItsRun), flowCondition(dialect, filters.flows)),
    someRow(
      sql`deployment join flow_run on flow_run.deployment_id = deployment.id`,
      tie(ofItsRun),
      deploymentCondition(dialect, filters.deployments),
    ),
  ]);

const orders = {
  ID_DESC: ["id", "desc"],
  CREATED_DESC: ["created", "desc"],
  UPDATED_DESC: ["updated", "desc"],
  KEY_ASC: ["key", "asc"],
  KEY_DESC: ["key", "desc"],
} as const satisfies Record<ArtifactSort, readonly ["id" | "created" | "updated" | "key", "asc" | "desc"]>;

interface Slice {
  readonly sort: ArtifactSort;
  readonly limit: number;
  readonly offset: number;
}

export const listArtifacts = async (db: Queries, filters: ArtifactFilters, { sort, limit, offset }: Slice): Promise<Artifact[]> => {
  const [by, direction] = orders[sort];
  const where = artifactsWhere(db.dialect, filters);
  const artifacts = db.selectFrom("artifact").selectAll();
  const rows = await (where === undefined ? artifacts : artifacts.where(where))
    .orderBy(by, direction)
    .orderBy("id", "desc")
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(toArtifact);
};

export const countArtifacts = async (db: Queries, filters: ArtifactFilters): Promise<number> => {
  const where = artifactsWhere(db.dialect, filters);
  const artifacts = db.selectFrom("artifact").select(sql<number>`count(*)`.as("count"));
  return (await (where === undefined ? artifacts : artifacts.where(where)).executeTakeFirst())?.count ?? 0;
};

export const listLatestArtifacts = async (
  db: Queries,
  filters: ArtifactFilters,
  { sort, limit, offset }: Slice,
): Promise<ArtifactCollection[]> => {
  const [by, direction] = orders[sort];
  const where = artifactsWhere(db.dialect, filters);
  const collections = selectCollections(db);
  const rows = await (where === undefined ? collections : collections.where(where))
    .orderBy(`collection.${by}`, direction)
    .orderBy("collection.id", "desc")
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(({ metadata_, ...row }) => ({ ...row, metadata_: metadata_ as ArtifactCollection["metadata_"] }));
};

export const countLatestArtifacts = async (db: Queries, filters: ArtifactFilters): Promise<number> => {
  const where = artifactsWhere(db.dialect, filters);
  const collections = db
    .selectFrom("artifact_collection as collection")
    .innerJoin("artifact", "artifact.id", "collection.latest_id")
    .select(sql<number>`count(*)`.as("count"));
  return (await (where === undefined ? collections : collections.where(where)).executeTakeFirst())?.count ?? 0;
};
