/** An artifact: something a run made for people to look at. Those of one key form a collection, which shows the last one written. */
import { IdIn, member, operator, texts } from "./filters/members.ts";
import { taskRunFilters } from "./filters/related.ts";
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import {
  Bool,
  Closed,
  Default,
  Integer,
  Json,
  List,
  MapOf,
  Nullable,
  OneOf,
  Open,
  Optional,
  Parameters,
  type Parsed,
  type Static,
  stored,
  Text,
  Uuid,
} from "./schema.ts";

const text = Nullable(Text);
const Metadata = Nullable(MapOf(Text));

const content = {
  type: text,
  description: text,
  data: Json,
  metadata_: Metadata,
  flow_run_id: Nullable(Uuid),
  task_run_id: Nullable(Uuid),
} as const;

export const Artifact = Open({ ...stored, key: text, ...content });
export type Artifact = Parsed<typeof Artifact>;

/** A collection: its own id and times, the content of the artifact written last. */
export const ArtifactCollection = Open({ ...stored, key: Text, latest_id: Uuid, ...content });
export type ArtifactCollection = Parsed<typeof ArtifactCollection>;

/** Keys take lowercase letters, digits and dashes. Metadata longer than 500 characters is cut. */
export const CreateArtifact = Closed({
  key: Default(text, null),
  type: Default(text, null),
  description: Default(text, null),
  data: Default(Json, null),
  metadata_: Default(Metadata, null),
  flow_run_id: Default(Nullable(Uuid), null),
  task_run_id: Default(Nullable(Uuid), null),
});
export type CreateArtifact = Parsed<typeof CreateArtifact>;
export type CreateArtifactInput = Static<typeof CreateArtifact>;

export const UpdateArtifact = Closed({ data: Optional(Json), description: Optional(text), metadata_: Optional(Metadata) });
export type UpdateArtifact = Parsed<typeof UpdateArtifact>;
export type UpdateArtifactInput = Static<typeof UpdateArtifact>;

const conditions = {
  operator,
  key: member(Closed({ any_: texts, like_: Optional(text), exists_: Optional(Nullable(Bool)) })),
  flow_run_id: member(IdIn),
  task_run_id: member(IdIn),
  type: member(Closed({ any_: texts, not_any_: texts })),
} as const;
export const ArtifactFilter = Closed({ ...conditions, id: member(IdIn) });
export type ArtifactFilter = Parsed<typeof ArtifactFilter>;
export const ArtifactCollectionFilter = Closed({ ...conditions, latest_id: member(IdIn) });
export type ArtifactCollectionFilter = Parsed<typeof ArtifactCollectionFilter>;

export const ArtifactSort = OneOf("CREATED_DESC", "UPDATED_DESC", "ID_DESC", "KEY_DESC", "KEY_ASC");
export type ArtifactSort = Parsed<typeof ArtifactSort>;

const byId = Open({ id: Uuid });
const filters = { artifacts: member(ArtifactFilter), ...taskRunFilters } as const;
const latestFilters = { artifacts: member(ArtifactCollectionFilter), ...taskRunFilters } as const;
const slice = { sort: Default(ArtifactSort, "ID_DESC"), limit, offset } as const;

export const artifactRoutes = {
  create: route.post("/artifacts/", { body: CreateArtifact, replies: { 201: Artifact } }),
  list: route.post("/artifacts/filter", { access: "read", body: Parameters({ ...filters, ...slice }), replies: { 200: List(Artifact) } }),
  count: route.post("/artifacts/count", { access: "read", body: Parameters(filters), replies: { 200: Integer } }),
  listLatest: route.post("/artifacts/latest/filter", {
    summary: "List the collections, each with its last artifact.",
    access: "read",
    body: Parameters({ ...latestFilters, ...slice }),
    replies: { 200: List(ArtifactCollection) },
  }),
  countLatest: route.post("/artifacts/latest/count", { access: "read", body: Parameters(latestFilters), replies: { 200: Integer } }),
  get: route.get("/artifacts/:id", { params: byId, replies: { 200: Artifact } }),
  getLatest: route.get("/artifacts/:key/latest", {
    summary: "The collection of a key: its own id and times, the content of its last artifact.",
    params: Open({ key: Text }),
    replies: { 200: Artifact },
  }),
  update: route.patch("/artifacts/:id", { params: byId, body: UpdateArtifact, replies: { 204: null } }),
  delete: route.delete("/artifacts/:id", { params: byId, replies: { 204: null } }),
} as const;
