/** A rule: a value that says for which transitions it is asked and what it says of them. */
import { type Instant, type State, type StateDetails, type StateType, stateTypes, type Uuid } from "@millrace/contract";
import type { StateDraft, StoredState } from "./drafts.ts";
import type { Effect } from "./effects.ts";
import type { MaybePromise, RuleStore } from "./rule-store.ts";
import type { Changes, FlowRun, Run, TaskRun } from "./run.ts";

/** The type a run comes from; null when it has no state yet. */
export type Origin = StateType | null;
export const everyState: readonly StateType[] = stateTypes;
export const anyOrigin: readonly Origin[] = [null, ...stateTypes];
export const except = <T extends Origin>(types: readonly T[], ...left: readonly T[]): readonly T[] =>
  types.filter((type) => !left.includes(type));

/** Types a run that has ended cannot take on any more. */
export const unreachableOnceEnded: readonly StateType[] = ["CANCELLING", "PAUSED", "CRASHED"];

/** Times and lengths the rules apply, from the settings (server.md §9). */
export interface RuleSettings {
  readonly deploymentSlotWaitSeconds: number;
  readonly deploymentLeaseSeconds: number;
  readonly tagSlotWaitSeconds: number;
  readonly maxCacheKeyLength: number;
}
export const defaultRuleSettings: RuleSettings = {
  deploymentSlotWaitSeconds: 30,
  deploymentLeaseSeconds: 300,
  tagSlotWaitSeconds: 10,
  maxCacheKeyLength: 2000,
};

/** What a rule sees. `run` and `proposed` are as the rules before it left them. */
export interface RuleContext<R extends Run = Run, Initial extends State | null = State | null> {
  readonly run: R;
  readonly initial: Initial;
  readonly proposed: StateDraft;
  readonly store: RuleStore;
  readonly settings: RuleSettings;
  readonly now: Instant;
  readonly newId: () => Uuid;
  readonly random: () => number;
  /** Versions the caller names, null when it names none. */
  readonly clientVersion: string | null;
  readonly apiVersion: string | null;
}

/** What comes with a verdict when its transition is kept. A rule whose transition another one replaced takes all of it back. */
export interface Consequences<R extends Run> {
  readonly changes?: Changes<R>;
  readonly effects?: readonly Effect[];
}

/** Lets the proposal pass, perhaps renamed or with other details. */
export interface Acceptance<R extends Run> extends Consequences<R> {
  readonly kind: "accept";
  readonly name?: string;
  readonly details?: Partial<StateDetails>;
  /** Gives back what the rule took, when the transition it took it for does not happen. */
  readonly undo?: () => MaybePromise<void>;
}

/** Stops the proposal. With a state, that state is kept in its place; otherwise nothing changes. */
export type Refusal<R extends Run> =
  | ({ readonly kind: "reject"; readonly state: StateDraft | null; readonly reason: string } & Consequences<R>)
  | { readonly kind: "wait"; readonly seconds: number; readonly reason: string }
  | { readonly kind: "abort"; readonly reason: string };

export type Verdict<R extends Run = Run> = Acceptance<R> | Refusal<R>;

export const accept = <R extends Run>(amendments: Omit<Acceptance<R>, "kind">): Acceptance<R> => ({ kind: "accept", ...amendments });
export const reject = <R extends Run>(state: StateDraft | null, reason: string, consequences: Consequences<R> = {}): Refusal<R> => ({
  kind: "reject",
  state,
  reason,
  ...consequences,
});
export const wait = (seconds: number, reason: string): Refusal<Run> => ({ kind: "wait", seconds, reason });
export const abort = (reason: string): Refusal<Run> => ({ kind: "abort", reason });

/** What a rule sees once it is known which state is kept. */
export interface KeptTransition<R extends Run = Run> {
  readonly run: R;
  readonly initial: State | null;
  readonly state: StoredState;
  /** Whether the kept state replaces the proposed one. */
  readonly replaced: boolean;
}

export interface Rule<R extends Run = Run> {
  readonly name: string;
  readonly from: readonly Origin[];
  readonly to: readonly StateType[];
  /** Holds whatever state earlier rules put in the place of the proposed one, and is never undone. */
  readonly always?: true;
  /** No answer means the rule has nothing against it. */
  decide?(context: RuleContext<R>): MaybePromise<Verdict<R> | undefined>;
  /** Asked in reverse order for the rules that still hold for the kept state, except the one that put it there. */
  after?(transition: KeptTransition<R>): readonly Effect[];
}

/** A rule as it is written: asked only where it can hold, it sees an initial state unless it allows for none. */
interface RuleBody<R extends Run, From extends Origin> extends Omit<Rule<R>, "from" | "decide"> {
  readonly from: readonly From[];
  decide?(context: RuleContext<R, null extends From ? State | null : State>): MaybePromise<Verdict<R> | undefined>;
}

const definer =
  <R extends Run>() =>
  <From extends Origin>(rule: RuleBody<R, From>): Rule<R> =>
    rule;

/** A rule for both kinds of run. */
export const defineRule = definer<Run>();
export const defineFlowRunRule = definer<FlowRun>();
export const defineTaskRunRule = definer<TaskRun>();
