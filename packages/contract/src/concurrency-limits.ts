/** A limit on how many things may happen at once, whoever starts them; and, in the older shape, on the tasks that carry a tag. */
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import {
  Bool,
  Closed,
  Decimal,
  Default,
  Integer,
  Json,
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
  Text,
  Uuid,
  With,
} from "./schema.ts";

export const GlobalConcurrencyLimit = Open({
  ...stored,
  active: Bool,
  name: Text,
  limit: Integer,
  /** Slots taken, after those that have come back by themselves. */
  active_slots: Integer,
  slot_decay_per_second: Decimal,
});
export type GlobalConcurrencyLimit = Parsed<typeof GlobalConcurrencyLimit>;

/** A limit as the reply to its creation shows it. */
export const CreatedConcurrencyLimit = Open({
  ...GlobalConcurrencyLimit.fields,
  /** Slots that were asked for in vain lately; lengthens the wait that is recommended. */
  denied_slots: Integer,
  avg_slot_occupancy_seconds: Decimal,
});
export type CreatedConcurrencyLimit = Parsed<typeof CreatedConcurrencyLimit>;

const count = With(Integer, { minimum: 0 });
const rate = With(Decimal, { minimum: 0 });

/** Without decay a slot is taken until it is given back; with decay it comes back by itself, which makes a rate limit. */
export const CreateConcurrencyLimit = Closed({
  active: Default(Bool, true),
  name: Name,
  limit: count,
  active_slots: Default(count, 0),
  denied_slots: Default(count, 0),
  slot_decay_per_second: Default(rate, 0),
});
export type CreateConcurrencyLimit = Parsed<typeof CreateConcurrencyLimit>;
export type CreateConcurrencyLimitInput = Static<typeof CreateConcurrencyLimit>;

export const UpdateConcurrencyLimit = Closed({
  active: Optional(Nullable(Bool)),
  name: Optional(Nullable(Name)),
  limit: Optional(Nullable(count)),
  active_slots: Optional(Nullable(count)),
  denied_slots: Optional(Nullable(count)),
  slot_decay_per_second: Optional(Nullable(rate)),
});
export type UpdateConcurrencyLimit = Parsed<typeof UpdateConcurrencyLimit>;
export type UpdateConcurrencyLimitInput = Static<typeof UpdateConcurrencyLimit>;

export const MinimalConcurrencyLimit = Open({ id: Uuid, name: Text, limit: Integer });
export type MinimalConcurrencyLimit = Parsed<typeof MinimalConcurrencyLimit>;

export const ConcurrencyLease = Open({ lease_id: Uuid, limits: List(MinimalConcurrencyLimit) });
export type ConcurrencyLease = Parsed<typeof ConcurrencyLease>;

/** Whom the slots of a lease are for. */
export const LeaseHolder = Closed({ type: OneOf("flow_run", "task_run", "deployment"), id: Uuid });
export type LeaseHolder = Parsed<typeof LeaseHolder>;

/** A limit on a tag. Its slots are the ids of the task runs that hold them, one as often as it holds one. */
export const TagConcurrencyLimit = Open({ ...stored, tag: Text, concurrency_limit: Integer, active_slots: List(Uuid) });
export type TagConcurrencyLimit = Parsed<typeof TagConcurrencyLimit>;

const slots = With(Integer, { exclusiveMinimum: 0 });
const mode = Default(OneOf("concurrency", "rate_limit"), "concurrency");
/** Sent by old clients; limits have to be there. */
const create_if_missing = Optional(Nullable(With(Bool, { deprecated: true })));
/** Seconds. */
const leaseDuration = Default(With(Decimal, { minimum: 60, maximum: 86_400 }), 300);
const byIdOrName = Open({ id_or_name: Text });
const byId = Open({ id: Uuid });
const byTag = Open({ tag: Text });
const ofTaskRun = Parameters({ names: List(Text), task_run_id: Uuid });

/** A limit of 0 is allowed here and refuses everything. */
const CreateTagLimit = Closed({ tag: Text, concurrency_limit: count });

export const concurrencyLimitRoutes = {
  create: route.post("/v2/concurrency_limits/", { body: CreateConcurrencyLimit, replies: { 201: CreatedConcurrencyLimit } }),
  list: route.post("/v2/concurrency_limits/filter", {
    access: "read",
    body: Parameters({ limit, offset }),
    replies: { 200: List(GlobalConcurrencyLimit) },
  }),
  get: route.get("/v2/concurrency_limits/:id_or_name", { params: byIdOrName, replies: { 200: GlobalConcurrencyLimit } }),
  update: route.patch("/v2/concurrency_limits/:id_or_name", {
    params: byIdOrName,
    body: UpdateConcurrencyLimit,
    replies: { 204: null },
  }),
  delete: route.delete("/v2/concurrency_limits/:id_or_name", { params: byIdOrName, replies: { 204: null } }),
  claimSlots: route.post("/v2/concurrency_limits/increment", {
    summary: "Take slots of limits, all or none. Names without a limit are passed over; 423 tells when to ask again.",
    body: Parameters({ names: List(Text), slots, mode, create_if_missing }),
    replies: { 200: List(MinimalConcurrencyLimit) },
  }),
  releaseSlots: route.post("/v2/concurrency_limits/decrement", {
    summary: "Give slots back that were taken without a lease.",
    body: Parameters({
      names: List(Text),
      slots,
      occupancy_seconds: Optional(Nullable(With(Decimal, { exclusiveMinimum: 0 }))),
      create_if_missing,
    }),
    replies: { 200: List(MinimalConcurrencyLimit) },
  }),
  claimLease: route.post("/v2/concurrency_limits/increment-with-lease", {
    summary: "Take slots of limits, until the lease runs out. Names without a limit are passed over.",
    body: Parameters({ names: List(Text), slots, mode, lease_duration: leaseDuration, holder: Optional(Nullable(LeaseHolder)) }),
    replies: { 200: ConcurrencyLease },
  }),
  releaseLease: route.post("/v2/concurrency_limits/decrement-with-lease", {
    summary: "Give the slots of a lease back.",
    body: Parameters({ lease_id: Uuid }),
    replies: { 204: null },
  }),
  renewLease: route.post("/v2/concurrency_limits/leases/:lease_id/renew", {
    summary: "Let a lease run on from now. 410 when it has run out and its slots were given back.",
    params: Open({ lease_id: Uuid }),
    body: Parameters({ lease_duration: leaseDuration }),
    replies: { 204: null },
  }),

  createForTag: route.post("/concurrency_limits/", {
    summary: "Limit the tasks that carry a tag, or change that limit.",
    body: CreateTagLimit,
    replies: { 201: TagConcurrencyLimit, 200: TagConcurrencyLimit },
  }),
  listForTags: route.post("/concurrency_limits/filter", {
    access: "read",
    body: Parameters({ limit, offset }),
    replies: { 200: List(TagConcurrencyLimit) },
  }),
  getTagLimit: route.get("/concurrency_limits/:id", { params: byId, replies: { 200: TagConcurrencyLimit } }),
  getForTag: route.get("/concurrency_limits/tag/:tag", { params: byTag, replies: { 200: TagConcurrencyLimit } }),
  deleteTagLimit: route.delete("/concurrency_limits/:id", { params: byId, replies: { 200: Json } }),
  deleteForTag: route.delete("/concurrency_limits/tag/:tag", { params: byTag, replies: { 200: Json } }),
  resetForTag: route.post("/concurrency_limits/tag/:tag/reset", {
    summary: "Take every slot of a tag's limit back, and give one to each of these task runs.",
    params: byTag,
    body: Parameters({ slot_override: Optional(Nullable(List(Uuid))) }),
    replies: { 200: Json },
  }),
  claimForTags: route.post("/concurrency_limits/increment", { body: ofTaskRun, replies: { 200: List(MinimalConcurrencyLimit) } }),
  releaseForTags: route.post("/concurrency_limits/decrement", { body: ofTaskRun, replies: { 200: List(MinimalConcurrencyLimit) } }),
} as const;
