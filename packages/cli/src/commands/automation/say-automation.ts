/** Automations in words. */
import type { Action, Automation } from "@millrace/contract";
import { isObject } from "../../files.ts";

const isText = (value: unknown): value is string => typeof value === "string";
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(isText) : []);

/** A trigger in a sentence; one inside another may be incomplete. */
export const sayTrigger = (trigger: Readonly<Record<string, unknown>>): string => {
  const { type, triggers, require: needed, posture, threshold, within } = trigger;
  const inner = Array.isArray(triggers) ? triggers.filter(isObject).map(sayTrigger) : [];
  if (type === "compound") return `${String(needed)} of (${inner.join("; ")}) within ${String(within ?? "any")} s`;
  if (type === "sequence") return `in order (${inner.join("; ")}) within ${String(within ?? "any")} s`;
  const expected = textsOf(trigger.expect);
  const events = expected.length === 0 ? "any event" : expected.join(", ");
  const count = Number(threshold ?? 1);
  return posture === "Proactive"
    ? `fewer than ${count} of ${events} within ${String(within ?? 0)} s`
    : `${count} of ${events}${Number(within ?? 0) > 0 ? ` within ${String(within)} s` : ""}`;
};

const sayAction = ({ type }: Action): string => type.replaceAll("-", " ");

/** Everything an automation does, and when where that is not always. */
export const sayActions = ({ actions, actions_on_trigger: onTrigger, actions_on_resolve: onResolve }: Automation): string =>
  [
    ...actions.map(sayAction),
    ...onTrigger.map((action) => `when it triggers: ${sayAction(action)}`),
    ...onResolve.map((action) => `when it resolves: ${sayAction(action)}`),
  ].join(", ");
