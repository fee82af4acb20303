/** An automation: actions that follow when events come, or fail to come (events.md §7). */
import { Action } from "./automation-actions.ts";
import { LabelPatterns } from "./filters/event.ts";
import { IdIn, member, operator, TagsMatch, TextIn } from "./filters/members.ts";
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import {
  Bool,
  Closed,
  Default,
  Instant,
  Integer,
  JsonObject,
  List,
  Null,
  Nullable,
  OneOf,
  Open,
  Optional,
  Parameters,
  type Parsed,
  Seconds,
  type Static,
  stored,
  Tags,
  Text,
  Union,
  Uuid,
} from "./schema.ts";

const names = Default(List(Text), []);
const id = Optional(Uuid);

/** Events that are counted: `expect` and `after` are their names, with `*`; times in seconds. */
export const EventTrigger = Open({
  type: Default(OneOf("event"), "event"),
  id,
  match: Default(LabelPatterns, {}),
  match_related: Default(Union([LabelPatterns, List(LabelPatterns)]), {}),
  after: names,
  expect: names,
  for_each: names,
  posture: OneOf("Reactive", "Proactive"),
  threshold: Default(Integer, 1),
  within: Default(Seconds, 0),
});
export type EventTrigger = Parsed<typeof EventTrigger>;

/** Triggers of any kind inside another, each read by itself. */
const triggers = List(JsonObject);

export const CompoundTrigger = Open({
  type: Default(OneOf("compound"), "compound"),
  id,
  triggers,
  within: Nullable(Seconds),
  require: Union([Integer, OneOf("any", "all")]),
});
export type CompoundTrigger = Parsed<typeof CompoundTrigger>;

/** Its triggers have to fire in the order they are listed. */
export const SequenceTrigger = Open({ type: Default(OneOf("sequence"), "sequence"), id, triggers, within: Nullable(Seconds) });
export type SequenceTrigger = Parsed<typeof SequenceTrigger>;

export const Trigger = Union([EventTrigger, CompoundTrigger, SequenceTrigger], "type");
export type Trigger = Parsed<typeof Trigger>;
export type TriggerInput = Static<typeof Trigger>;

const actions = List(Action);

export const Automation = Open({
  ...stored,
  name: Text,
  description: Text,
  enabled: Bool,
  tags: Tags,
  trigger: Trigger,
  actions,
  actions_on_trigger: actions,
  actions_on_resolve: actions,
});
export type Automation = Parsed<typeof Automation>;

/** With an owner, such as `prefect.deployment.<id>`, it goes away when what is owned by that resource is deleted. */
export const CreateAutomation = Closed({
  name: Text,
  description: Default(Text, ""),
  enabled: Default(Bool, true),
  tags: Default(Tags, []),
  trigger: Trigger,
  actions,
  actions_on_trigger: Default(actions, []),
  actions_on_resolve: Default(actions, []),
  owner_resource: Default(Nullable(Text), null),
});
export type CreateAutomation = Parsed<typeof CreateAutomation>;
export type CreateAutomationInput = Static<typeof CreateAutomation>;

/** What is not given stays as it is. */
export const UpdateAutomation = Closed({
  name: Text,
  description: Optional(Text),
  enabled: Optional(Bool),
  tags: Optional(Tags),
  trigger: Trigger,
  actions,
  actions_on_trigger: Optional(actions),
  actions_on_resolve: Optional(actions),
});
export type UpdateAutomation = Parsed<typeof UpdateAutomation>;
export type UpdateAutomationInput = Static<typeof UpdateAutomation>;

export const AutomationFilter = Closed({
  operator,
  /** Newer clients always send it. */
  id: member(IdIn),
  name: member(TextIn),
  created: member(Closed({ before_: Optional(Nullable(Instant)) })),
  tags: member(TagsMatch),
});
export type AutomationFilter = Parsed<typeof AutomationFilter>;

export const AutomationSort = OneOf("CREATED_DESC", "UPDATED_DESC", "NAME_ASC", "NAME_DESC");
export type AutomationSort = Parsed<typeof AutomationSort>;

const byId = Open({ id: Uuid });
const byResource = Open({ resource_id: Text });

export const automationRoutes = {
  create: route.post("/automations/", { body: CreateAutomation, replies: { 201: Automation } }),
  update: route.put("/automations/:id", { params: byId, body: UpdateAutomation, replies: { 204: null } }),
  setEnabled: route.patch("/automations/:id", {
    params: byId,
    body: Closed({ enabled: Optional(Bool) }),
    replies: { 204: null },
  }),
  get: route.get("/automations/:id", { params: byId, replies: { 200: Automation } }),
  list: route.post("/automations/filter", {
    access: "read",
    body: Parameters({ automations: member(AutomationFilter), sort: Default(AutomationSort, "NAME_ASC"), limit, offset }),
    replies: { 200: List(Automation) },
  }),
  count: route.post("/automations/count", { access: "read", replies: { 200: Integer } }),
  delete: route.delete("/automations/:id", { params: byId, replies: { 204: null } }),
  listRelated: route.get("/automations/related-to/:resource_id", {
    summary: "List the automations that belong to a resource or act on it.",
    params: byResource,
    replies: { 200: List(Automation) },
  }),
  deleteOwned: route.delete("/automations/owned-by/:resource_id", { params: byResource, replies: { 202: Null } }),
} as const;
