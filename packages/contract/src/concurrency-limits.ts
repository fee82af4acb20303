/** A limit on how many things may happen at once, whoever starts them. */
import { route } from "./route.ts";
import {
  Bool,
  Decimal,
  Default,
  Integer,
  List,
  Nullable,
  OneOf,
  Open,
  Optional,
  Parameters,
  type Parsed,
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
  active_slots: Integer,
  slot_decay_per_second: Decimal,
});
export type GlobalConcurrencyLimit = Parsed<typeof GlobalConcurrencyLimit>;

const leaseDuration = Default(With(Decimal, { minimum: 60, maximum: 86_400 }), 300);

export const ConcurrencyLease = Open({ lease_id: Uuid, limits: List(Open({ id: Uuid, name: Text, limit: Integer })) });
export type ConcurrencyLease = Parsed<typeof ConcurrencyLease>;

export const concurrencyLimitRoutes = {
  claimLease: route.post("/v2/concurrency_limits/increment-with-lease", {
    summary: "Take slots of limits, until the lease runs out. Names without a limit are passed over.",
    body: Parameters({
      names: List(Text),
      slots: With(Integer, { exclusiveMinimum: 0 }),
      mode: Default(OneOf("concurrency", "rate_limit"), "concurrency"),
      lease_duration: leaseDuration,
      holder: Optional(Nullable(Open({ type: OneOf("flow_run", "task_run", "deployment"), id: Uuid }))),
    }),
    replies: { 200: ConcurrencyLease },
  }),
  releaseLease: route.post("/v2/concurrency_limits/decrement-with-lease", {
    summary: "Give the slots of a lease back.",
    body: Parameters({ lease_id: Uuid }),
    replies: { 204: null },
  }),
} as const;
