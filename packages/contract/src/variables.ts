/** A variable: a small JSON value that flows and deployments look up by name. */
import { IdIn, member, operator, TagsAll, TextInOrLike } from "./filters/members.ts";
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import {
  Closed,
  Default,
  Integer,
  Json,
  List,
  Nullable,
  OneOf,
  Open,
  Optional,
  Parameters,
  type Parsed,
  type Static,
  stored,
  Tags,
  Text,
  Uuid,
  With,
} from "./schema.ts";

const VariableName = With(Text, { maxLength: 255 });

export const Variable = Open({ ...stored, name: VariableName, value: Json, tags: Tags });
export type Variable = Parsed<typeof Variable>;

/** Names take lowercase letters, digits, dashes and underscores; a value prints as at most 5000 characters of JSON. */
export const CreateVariable = Closed({ name: VariableName, value: Json, tags: Default(Tags, []) });
export type CreateVariable = Parsed<typeof CreateVariable>;
export type CreateVariableInput = Static<typeof CreateVariable>;

export const UpdateVariable = Closed({
  name: Optional(Nullable(VariableName)),
  value: Optional(Json),
  tags: Optional(Nullable(Tags)),
});
export type UpdateVariable = Parsed<typeof UpdateVariable>;
export type UpdateVariableInput = Static<typeof UpdateVariable>;

export const VariableFilter = Closed({ operator, id: member(IdIn), name: member(TextInOrLike), tags: member(TagsAll) });
export type VariableFilter = Parsed<typeof VariableFilter>;
export type VariableFilterInput = Static<typeof VariableFilter>;

export const VariableSort = OneOf("CREATED_DESC", "UPDATED_DESC", "NAME_ASC", "NAME_DESC");
export type VariableSort = Parsed<typeof VariableSort>;

const byId = Open({ id: Uuid });
const byName = Open({ name: Text });
const variables = member(VariableFilter);

export const variableRoutes = {
  create: route.post("/variables/", { body: CreateVariable, replies: { 201: Variable } }),
  list: route.post("/variables/filter", {
    access: "read",
    body: Parameters({ variables, sort: Default(VariableSort, "NAME_ASC"), limit, offset }),
    replies: { 200: List(Variable) },
  }),
  count: route.post("/variables/count", { access: "read", body: Parameters({ variables }), replies: { 200: Integer } }),
  get: route.get("/variables/:id", { params: byId, replies: { 200: Variable } }),
  getByName: route.get("/variables/name/:name", { params: byName, replies: { 200: Variable } }),
  update: route.patch("/variables/:id", { params: byId, body: UpdateVariable, replies: { 204: null } }),
  updateByName: route.patch("/variables/name/:name", { params: byName, body: UpdateVariable, replies: { 204: null } }),
  delete: route.delete("/variables/:id", { params: byId, replies: { 204: null } }),
  deleteByName: route.delete("/variables/name/:name", { params: byName, replies: { 204: null } }),
} as const;
