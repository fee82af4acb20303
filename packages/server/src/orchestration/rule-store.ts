/** What the rules ask of the data. The server answers from its transaction, a test from a plain object. */
import type { Instant, SchedulePolicy, State, Uuid } from "@millrace/contract";

/** An answer at hand, or one that has to be fetched. Answers at hand keep a transition synchronous. */
export type MaybePromise<T> = T | Promise<T>;

export const andThen = <T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> =>
  value instanceof Promise ? value.then(next) : next(value);

/** How many runs of a deployment may be under way, and what becomes of one too many. */
export interface DeploymentConcurrency {
  readonly limit: { readonly id: Uuid; readonly name: string; readonly limit: number; readonly active_slots: number } | null;
  readonly collision_strategy: "ENQUEUE" | "CANCEL_NEW";
  /** How long a run may take from PENDING to RUNNING before its slot is given away. Null: as the settings say. */
  readonly grace_period_seconds: number | null;
}

/** A limit on the tasks that carry a tag. */
export interface TagLimit {
  readonly id: Uuid;
  readonly tag: string;
  readonly active: boolean;
  readonly limit: number;
  readonly active_slots: number;
  readonly avg_slot_occupancy_seconds: number;
}

export interface SlotRequest {
  /** One slot of each of these, or of none. */
  readonly limit_ids: readonly Uuid[];
  readonly seconds: number;
  readonly holder: { readonly type: "flow_run" | "task_run"; readonly id: Uuid } | null;
}

/** Limits and the slots taken of them (server.md §7). Every call belongs to the caller's transaction. */
export interface LimitStore {
  /** Undefined when the deployment is gone. */
  findDeploymentConcurrency(deploymentId: Uuid): MaybePromise<DeploymentConcurrency | undefined>;
  listTagLimits(tags: readonly string[]): MaybePromise<readonly TagLimit[]>;
  /** The id of the lease on the taken slots; undefined when a limit is full or inactive, and then nothing is taken. */
  tryTakeSlots(request: SlotRequest): MaybePromise<Uuid | undefined>;
  /** False when the lease is gone. */
  renewLease(lease: { readonly id: Uuid; readonly seconds: number }): MaybePromise<boolean>;
  /** Gives back the slots of a lease and ends it. A lease or limit that is gone counts as released. */
  releaseLease(leaseId: Uuid): MaybePromise<void>;
}

/** The flow run a task run belongs to, as far as the task's rules look. */
export interface EnclosingFlowRun {
  readonly id: Uuid;
  readonly run_count: number;
  readonly state: Pick<State, "type" | "state_details"> | null;
}

/** A run that a schedule made. */
export interface ScheduledFlowRun {
  readonly id: Uuid;
  readonly deployment_id: Uuid;
  readonly schedule_id: Uuid;
  /** Its date. */
  readonly expected_start_time: Instant;
}

export interface NamedRun {
  readonly id: Uuid;
  readonly name: string;
}

/** The policy of a schedule, and how a run of it stands among the others. */
export interface ScheduleStanding extends Omit<SchedulePolicy, "pause_windows"> {
  /** A run that has begun and not ended. */
  readonly underWay: NamedRun | undefined;
  /** A run of an earlier date that could begin as well. */
  readonly before: NamedRun | undefined;
  /** A run of a later date whose time has come, too. */
  readonly later: NamedRun | undefined;
}

export interface RuleStore extends LimitStore {
  /** Undefined when the schedule is gone or has no policy. Until the transaction ends, nobody else of the schedule is answered. */
  findScheduleStanding(run: ScheduledFlowRun, now: Instant): MaybePromise<ScheduleStanding | undefined>;
  /** Asked up to three times in a transition of a task run, so the answer should be remembered. */
  findFlowRun(flowRunId: Uuid): MaybePromise<EnclosingFlowRun | undefined>;
  /** The newest state kept under the key that has not expired at `now`. */
  findCachedState(cacheKey: string, now: Instant): MaybePromise<State | undefined>;
}

const unlimited: DeploymentConcurrency = { limit: null, collision_strategy: "ENQUEUE", grace_period_seconds: null };

/** Answers for a server without limits. */
export const noLimits: LimitStore = {
  findDeploymentConcurrency: () => unlimited,
  listTagLimits: () => [],
  tryTakeSlots: () => undefined,
  renewLease: () => false,
  releaseLease: () => undefined,
};
