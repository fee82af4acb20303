/** Walks a policy for one proposed transition and says what becomes of it. Writes nothing (server.md §2.5). */
import type { Instant, OrchestrationResult, State, StateCreate, StateType, Uuid } from "@millrace/contract";
import { draftState, type StateDraft, type StoredState } from "./drafts.ts";
import type { Effect } from "./effects.ts";
import type { Policy } from "./policy.ts";
import {
  type Acceptance,
  defaultRuleSettings,
  type Refusal,
  type Rule,
  type RuleContext,
  type RuleSettings,
  type Verdict,
} from "./rule.ts";
import { andThen, type MaybePromise, type RuleStore } from "./rule-store.ts";
import type { Changes, Run } from "./run.ts";

export interface Orchestration<R extends Run> {
  readonly policy: Policy<R>;
  readonly run: R;
  readonly initial: State | null;
  readonly proposed: StateCreate;
  readonly store: RuleStore;
  readonly now: Instant;
  readonly newId: () => Uuid;
  /** A number from 0 up to 1, as `Math.random`. */
  readonly random: () => number;
  readonly clientVersion: string | null;
  readonly apiVersion: string | null;
  readonly settings?: RuleSettings;
}

export interface Outcome<R extends Run = Run> {
  readonly status: OrchestrationResult["status"];
  /** The state to store and to answer with. Null: nothing is stored, and the answer shows the current state. */
  readonly state: StoredState | null;
  readonly details: OrchestrationResult["details"];
  /** New values of the run's columns, its current state among them. */
  readonly changes: Changes<R>;
  /** To be carried out in this order, after the state is stored. */
  readonly effects: readonly Effect[];
}

/** A rule that was asked, and what it said. */
interface Asked<R extends Run> {
  readonly rule: Rule<R>;
  readonly verdict: Verdict<R> | undefined;
}

/** A transition on its way through the rules. */
interface Walk<R extends Run> {
  readonly input: Orchestration<R>;
  readonly rules: readonly Rule<R>[];
  readonly intended: StateType;
  readonly asked: Asked<R>[];
  /** Shown to the rules, and brought up to date between them. */
  readonly context: { -readonly [K in keyof RuleContext<R>]: RuleContext<R>[K] };
  /** Whether a rule stopped the transition and put nothing in its place. */
  stopped: boolean;
  refusal: Refusal<R> | undefined;
}

/**
 * Decides about a proposed state. Answers at once unless a rule had to fetch something; slots it took and does not need are
 * given back before it answers. Throws what the store throws.
 */
export const orchestrate = <R extends Run>(input: Orchestration<R>): MaybePromise<Outcome<R>> => {
  const walk = startWalk(input);
  return andThen(askFrom(walk, 0), () => andThen(undoUnheld(walk), () => (walk.stopped ? nothingStored(walk) : keepState(walk))));
};

const startWalk = <R extends Run>(input: Orchestration<R>): Walk<R> => {
  const { policy, initial, store, now, newId, random, clientVersion, apiVersion, settings = defaultRuleSettings } = input;
  const run = { ...input.run };
  const proposed = draftState(input.proposed, now);
  const rules = policy.table.get(initial?.type ?? null)?.get(proposed.type) ?? [];
  const context = { run, initial, proposed, store, settings, now, newId, random, clientVersion, apiVersion };
  return { input, rules, intended: proposed.type, asked: [], context, stopped: false, refusal: undefined };
};

/** Whether a rule holds for what is proposed by now: a state of another type is none of its business. */
const holds = <R extends Run>(walk: Walk<R>, rule: Rule<R>): boolean =>
  rule.always === true || (!walk.stopped && walk.context.proposed.type === walk.intended);

const askFrom = <R extends Run>(walk: Walk<R>, start: number): MaybePromise<void> => {
  for (let index = start; index < walk.rules.length && !walk.stopped; index++) {
    const rule = walk.rules[index];
    if (rule === undefined || !holds(walk, rule)) continue;
    const verdict = rule.decide?.(walk.context);
    if (verdict instanceof Promise) {
      return verdict.then((answer) => {
        follow(walk, rule, answer);
        return askFrom(walk, index + 1);
      });
    }
    follow(walk, rule, verdict);
  }
};

const follow = <R extends Run>(walk: Walk<R>, rule: Rule<R>, verdict: Verdict<R> | undefined): void => {
  walk.asked.push({ rule, verdict });
  if (verdict === undefined) return;
  if (verdict.kind === "accept") {
    if (verdict.changes !== undefined) Object.assign(walk.context.run, verdict.changes);
    walk.context.proposed = amended(walk.context.proposed, verdict);
    return;
  }
  walk.refusal = verdict;
  if (verdict.kind === "reject" && verdict.state !== null) walk.context.proposed = verdict.state;
  else walk.stopped = true;
};

const amended = <R extends Run>(proposed: StateDraft, { name, details }: Acceptance<R>): StateDraft => {
  if (name === undefined && details === undefined) return proposed;
  return { ...proposed, name: name ?? proposed.name, state_details: { ...proposed.state_details, ...details } };
};

/** Takes back, last first, what rules did for a transition that another rule stopped or replaced since. */
const undoUnheld = <R extends Run>(walk: Walk<R>): MaybePromise<void> => {
  if (walk.refusal === undefined) return;
  const undos: (() => MaybePromise<void>)[] = [];
  for (let index = walk.asked.length - 1; index >= 0; index--) {
    const { rule, verdict } = walk.asked[index] ?? {};
    if (rule === undefined || verdict === walk.refusal || holds(walk, rule)) continue;
    walk.asked.splice(index, 1);
    if (verdict?.kind === "accept" && verdict.undo !== undefined) undos.push(verdict.undo);
  }
  walk.context.run = { ...walk.input.run };
  for (const { verdict } of walk.asked) Object.assign(walk.context.run, changesOf(verdict));
  return runAll(undos, 0);
};

const runAll = (undos: readonly (() => MaybePromise<void>)[], start: number): MaybePromise<void> => {
  const undo = undos[start];
  return undo === undefined ? undefined : andThen(undo(), () => runAll(undos, start + 1));
};

const changesOf = <R extends Run>(verdict: Verdict<R> | undefined): Changes<R> | undefined =>
  verdict?.kind === "accept" || verdict?.kind === "reject" ? verdict.changes : undefined;

const nothingStored = <R extends Run>({ refusal }: Walk<R>): Outcome<R> => ({ ...answer(refusal), state: null, changes: {}, effects: [] });

const answer = <R extends Run>(refusal: Refusal<R> | undefined): Pick<Outcome, "status" | "details"> => {
  if (refusal === undefined) return { status: "ACCEPT", details: { type: "accept_details" } };
  const { kind, reason } = refusal;
  if (kind === "reject") return { status: "REJECT", details: { type: "reject_details", reason } };
  if (kind === "abort") return { status: "ABORT", details: { type: "abort_details", reason } };
  return { status: "WAIT", details: { type: "wait_details", delay_seconds: refusal.seconds, reason } };
};

const keepState = <R extends Run>(walk: Walk<R>): Outcome<R> => {
  const { policy, initial, now, newId, apiVersion } = walk.input;
  const { run, proposed } = walk.context;
  const state: StoredState = {
    id: newId(),
    type: proposed.type,
    name: proposed.name,
    timestamp: policy.kind.timestamp(initial, now),
    message: proposed.message,
    data: proposed.data,
    state_details: { ...proposed.state_details, ...policy.kind.ownIds(run) },
  };
  const changes: Changes<R> = {};
  for (const { verdict } of walk.asked) Object.assign(changes, changesOf(verdict));
  const transition = { run, initial, state, apiVersion };
  for (const transform of policy.kind.transforms) {
    const changed = transform(transition);
    if (changed === undefined) continue;
    Object.assign(run, changed);
    Object.assign(changes, changed);
  }
  const effects = [...(policy.kind.after?.(transition) ?? []), ...effectsOf(walk, state)];
  return { ...answer(walk.refusal), state, changes, effects };
};

/** What the rules that still hold ask for, last rule first. */
const effectsOf = <R extends Run>({ asked, refusal, context: { run, initial } }: Walk<R>, state: StoredState): readonly Effect[] => {
  const replaced = refusal !== undefined;
  return asked.toReversed().flatMap(({ rule, verdict }) => {
    const announced = verdict?.kind === "accept" || verdict?.kind === "reject" ? (verdict.effects ?? []) : [];
    if (rule.after === undefined || (verdict !== undefined && verdict === refusal)) return announced;
    return [...announced, ...rule.after({ run, initial, state, replaced })];
  });
};
