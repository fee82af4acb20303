/** What a run is doing: a type the rules know, a name for people, a moment and details (server.md §2). */
import { route } from "./route.ts";
import {
  Bool,
  Closed,
  Default,
  Instant,
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
  Prose,
  type Static,
  Text,
  Uuid,
  ZonedInstant,
} from "./schema.ts";

export const stateTypes = [
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
  "CRASHED",
  "PAUSED",
  "CANCELLING",
] as const;
export type StateType = (typeof stateTypes)[number];
export const StateType = OneOf(...stateTypes);

/** The types a run ends in. */
export const terminalStateTypes = ["COMPLETED", "FAILED", "CANCELLED", "CRASHED"] as const satisfies readonly StateType[];
export const isTerminal = (type: StateType | null | undefined): boolean => terminalStateTypes.some((terminal) => terminal === type);

export const StateDetails = Open({
  flow_run_id: Default(Nullable(Uuid), null),
  task_run_id: Default(Nullable(Uuid), null),
  child_flow_run_id: Default(Nullable(Uuid), null),
  scheduled_time: Default(Nullable(ZonedInstant), null),
  cache_key: Default(Nullable(Text), null),
  cache_expiration: Default(Nullable(ZonedInstant), null),
  deferred: Default(Nullable(Bool), false),
  untrackable_result: Default(Bool, false),
  pause_timeout: Default(Nullable(ZonedInstant), null),
  pause_reschedule: Default(Bool, false),
  pause_key: Default(Nullable(Text), null),
  run_input_keyset: Default(Nullable(MapOf(Text)), null),
  refresh_cache: Default(Nullable(Bool), null),
  retriable: Default(Nullable(Bool), null),
  transition_id: Default(Nullable(Uuid), null),
  task_parameters_id: Default(Nullable(Uuid), null),
  traceparent: Default(Nullable(Text), null),
  deployment_concurrency_lease_id: Default(Nullable(Uuid), null),
});
export type StateDetails = Parsed<typeof StateDetails>;

/** The details of a state that has none. */
export const noDetails: StateDetails = {
  flow_run_id: null,
  task_run_id: null,
  child_flow_run_id: null,
  scheduled_time: null,
  cache_key: null,
  cache_expiration: null,
  deferred: false,
  untrackable_result: false,
  pause_timeout: null,
  pause_reschedule: false,
  pause_key: null,
  run_input_keyset: null,
  refresh_cache: null,
  retriable: null,
  transition_id: null,
  task_parameters_id: null,
  traceparent: null,
  deployment_concurrency_lease_id: null,
};

/** A state as it is stored and shown. */
export const State = Open({
  id: Uuid,
  type: StateType,
  name: Nullable(Text),
  timestamp: Instant,
  message: Nullable(Text),
  data: Json,
  state_details: StateDetails,
});
export type State = Parsed<typeof State>;

/** A state as a client proposes it: the server gives it its id and timestamp. */
export const StateCreate = Closed({
  type: StateType,
  name: Default(Nullable(Text), null),
  message: Default(Nullable(Prose), null),
  data: Default(Json, null),
  state_details: Default(StateDetails, noDetails),
});
export type StateCreate = Parsed<typeof StateCreate>;
export type StateCreateInput = Static<typeof StateCreate>;

/** A proposed state; `force` leaves out every rule that could refuse it. */
export const SetState = Parameters({ state: StateCreate, force: Default(Bool, false) });
export type SetState = Parsed<typeof SetState>;
export type SetStateInput = Static<typeof SetState>;

/** What the rules said of a proposed state (server.md §2.4). */
export const OrchestrationResult = Open({
  state: Nullable(State),
  status: OneOf("ACCEPT", "REJECT", "ABORT", "WAIT"),
  details: Open({
    type: OneOf("accept_details", "reject_details", "abort_details", "wait_details"),
    reason: Optional(Nullable(Text)),
    delay_seconds: Optional(Integer),
  }),
});
export type OrchestrationResult = Parsed<typeof OrchestrationResult>;

const byId = Open({ id: Uuid });
export const flowRunStateRoutes = {
  get: route.get("/flow_run_states/:id", { params: byId, replies: { 200: State } }),
  list: route.get("/flow_run_states/", { query: Open({ flow_run_id: Uuid }), replies: { 200: List(State) } }),
} as const;
export const taskRunStateRoutes = {
  get: route.get("/task_run_states/:id", { params: byId, replies: { 200: State } }),
  list: route.get("/task_run_states/", { query: Open({ task_run_id: Uuid }), replies: { 200: List(State) } }),
} as const;
