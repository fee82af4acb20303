/** A policy: an ordered list of rules, and which of them are asked about which transition. */
import { type StateType, stateTypes } from "@millrace/contract";
import { anyOrigin, type Origin, type Rule } from "./rule.ts";
import type { Run } from "./run.ts";
import type { RunKind } from "./transforms.ts";

export interface Policy<R extends Run> {
  readonly kind: RunKind<R>;
  readonly rules: readonly Rule<R>[];
  /** The rules to ask, in order, by the type a run comes from and the proposed type. */
  readonly table: ReadonlyMap<Origin, ReadonlyMap<StateType, readonly Rule<R>[]>>;
}

/** Selects the rules of every transition once, as a policy decides about very many. */
export const definePolicy = <R extends Run>(kind: RunKind<R>, rules: readonly Rule<NoInfer<R>>[]): Policy<R> => {
  const rulesTo = (from: Origin, to: StateType) => rules.filter((rule) => rule.from.includes(from) && rule.to.includes(to));
  const row = (from: Origin) => new Map(stateTypes.map((to) => [to, rulesTo(from, to)]));
  return { kind, rules, table: new Map(anyOrigin.map((from) => [from, row(from)])) };
};
