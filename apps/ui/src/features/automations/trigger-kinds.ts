import type { JsonObject } from "@millrace/contract";
import { isObject } from "../../schema-form/json.ts";
import { readStatusTrigger, templateOf } from "./status-trigger.ts";

/** What a trigger can watch, each with fields of its own. */
export const triggerKinds = [
  { value: "flow-run", label: "The state of flow runs" },
  { value: "deployment", label: "The status of deployments" },
  { value: "work-pool", label: "The status of work pools" },
  { value: "work-queue", label: "The status of work queues" },
  { value: "event", label: "Events of any kind" },
  { value: "compound", label: "Several triggers together" },
  { value: "sequence", label: "Several triggers in order" },
] as const;
export type TriggerKind = (typeof triggerKinds)[number]["value"];

const anyEvent: JsonObject = {
  type: "event",
  posture: "Reactive",
  match: {},
  match_related: {},
  for_each: [],
  after: [],
  expect: [],
  threshold: 1,
  within: 0,
};

/** Whether it fires by what other triggers do. */
export const isComposite = ({ type }: JsonObject): boolean => type === "compound" || type === "sequence";

/** The triggers that a composite one holds. */
export const triggersOf = ({ triggers }: JsonObject): readonly JsonObject[] => (Array.isArray(triggers) ? triggers.filter(isObject) : []);

export const kindOf = (trigger: JsonObject): TriggerKind => {
  if (trigger.type === "compound" || trigger.type === "sequence") return trigger.type;
  return readStatusTrigger(trigger)?.kind ?? "event";
};

/** What one kind begins with; a trigger of before goes into those that hold others. */
export const startOf = (kind: TriggerKind, trigger: JsonObject): JsonObject => {
  if (kind === "event") return trigger.type === "event" ? trigger : anyEvent;
  if (kind !== "compound" && kind !== "sequence") return templateOf(kind);
  const triggers = isComposite(trigger) ? [...triggersOf(trigger)] : [trigger, templateOf("deployment")];
  const within = isComposite(trigger) ? (trigger.within ?? null) : 3600;
  return kind === "sequence" ? { type: kind, triggers, within } : { type: kind, triggers, require: "all", within };
};

/** Whether fields can say all of it: newer servers may know triggers of other kinds. */
export const hasForm = (trigger: JsonObject): boolean => {
  if (!isComposite(trigger)) return trigger.type === undefined || trigger.type === "event";
  return Array.isArray(trigger.triggers) && trigger.triggers.every((each) => isObject(each) && hasForm(each));
};

/** Where a trigger within another stands, such as "1.2". */
export const placeOf = (index: number, parent?: string): string => (parent === undefined ? "" : `${parent}.`) + String(index + 1);

/** What a trigger lacks to make sense, as text; undefined where nothing is missing. */
export const findTriggerGap = (trigger: JsonObject, place?: string): string | undefined => {
  const say = (gap: string): string => (place === undefined ? gap : `Trigger ${place}: ${gap}`);
  if (!isComposite(trigger)) {
    const status = readStatusTrigger(trigger);
    return status?.stays === true && status.statuses.length === 0 ? say("Choose at least one state that lasts too long.") : undefined;
  }
  const triggers = triggersOf(trigger);
  if (triggers.length === 0) return say("Add at least one trigger.");
  const { require } = trigger;
  if (typeof require === "number" && require > triggers.length) return say(`It waits for ${require} of ${triggers.length} triggers.`);
  return triggers.map((each, index) => findTriggerGap(each, placeOf(index, place))).find((gap) => gap !== undefined);
};
