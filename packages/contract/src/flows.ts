/** A flow: the name under which runs and deployments of one piece of work are kept together. */
import { FlowFilter } from "./filters/flow.ts";
import { member } from "./filters/members.ts";
import { flowFilters } from "./filters/related.ts";
import { bulkLimit, limit, offset, PageOf, page } from "./paging.ts";
import { route } from "./route.ts";
import {
  Closed,
  Default,
  Integer,
  Labels,
  List,
  Name,
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
} from "./schema.ts";

export const Flow = Open({ ...stored, name: Name, tags: Tags, labels: Nullable(Labels) });
export type Flow = Parsed<typeof Flow>;

export const CreateFlow = Closed({ name: Name, tags: Default(Tags, []), labels: Default(Nullable(Labels), {}) });
export type CreateFlow = Parsed<typeof CreateFlow>;
export type CreateFlowInput = Static<typeof CreateFlow>;

export const UpdateFlow = Closed({ tags: Optional(Tags) });
export type UpdateFlow = Parsed<typeof UpdateFlow>;
export type UpdateFlowInput = Static<typeof UpdateFlow>;

export const FlowSort = OneOf("CREATED_DESC", "UPDATED_DESC", "NAME_ASC", "NAME_DESC");
export type FlowSort = Parsed<typeof FlowSort>;

const sort = Default(FlowSort, "NAME_ASC");
const byId = Open({ id: Uuid });

export const flowRoutes = {
  create: route.post("/flows/", {
    summary: "Store a flow, or answer with the one that has this name.",
    body: CreateFlow,
    replies: { 200: Flow, 201: Flow },
  }),
  get: route.get("/flows/:id", { params: byId, replies: { 200: Flow } }),
  getByName: route.get("/flows/name/:name", { params: Open({ name: Text }), replies: { 200: Flow } }),
  update: route.patch("/flows/:id", { params: byId, body: UpdateFlow, replies: { 204: null } }),
  delete: route.delete("/flows/:id", { params: byId, replies: { 204: null } }),
  list: route.post("/flows/filter", {
    access: "read",
    body: Parameters({ ...flowFilters, sort, limit, offset }),
    replies: { 200: List(Flow) },
  }),
  count: route.post("/flows/count", { access: "read", body: Parameters(flowFilters), replies: { 200: Integer } }),
  paginate: route.post("/flows/paginate", {
    access: "read",
    body: Parameters({ ...flowFilters, sort, limit, page }),
    replies: { 200: PageOf(Flow) },
  }),
  bulkDelete: route.post("/flows/bulk_delete", {
    summary: "Delete the flows a filter finds, with their deployments. Without a filter: the first by name.",
    body: Parameters({ flows: member(FlowFilter), limit: bulkLimit }),
    replies: { 200: Open({ deleted: List(Uuid) }) },
  }),
} as const;
