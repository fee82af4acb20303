import type { Json, JsonObject } from "@millrace/contract";
import { isObject } from "../../schema-form/json.ts";

/** What triggers with a form of their own watch. */
export type WatchedKind = "flow-run" | "deployment" | "work-pool" | "work-queue";

/** A trigger for a state that something gets into, or stays in for too long. */
export interface StatusTrigger {
  readonly kind: WatchedKind;
  /** Whether it fires when the state lasts, rather than when it begins. */
  readonly stays: boolean;
  /** Names of states or statuses; none means each of them. */
  readonly statuses: readonly string[];
  /** How long the state lasts, in seconds. */
  readonly seconds: number;
  /** Of the flows whose runs are watched, or of what is watched; none means all. */
  readonly ids: readonly string[];
  /** Of flow runs, any of which is enough. */
  readonly tags: readonly string[];
}

export const watchedKinds: readonly WatchedKind[] = ["flow-run", "deployment", "work-pool", "work-queue"];

const role = "prefect.resource.role";
const resource = "prefect.resource.id";

/** The trigger as it is sent (events.md §7.2). */
export const printStatusTrigger = ({ kind, stays, statuses, seconds, ids, tags }: StatusTrigger): JsonObject => {
  const names = statuses.map((status) => `prefect.${kind}.${status}`);
  const ofRuns = kind === "flow-run";
  const flows = ofRuns && ids.length > 0 ? [{ [role]: "flow", [resource]: ids.map((id) => `prefect.flow.${id}`) }] : [];
  const tagged = ofRuns && tags.length > 0 ? [{ [role]: "tag", [resource]: tags.map((tag) => `prefect.tag.${tag}`) }] : [];
  const related = [...flows, ...tagged];
  return {
    type: "event",
    posture: stays ? "Proactive" : "Reactive",
    match: { [resource]: ofRuns || ids.length === 0 ? `prefect.${kind}.*` : ids.map((id) => `prefect.${kind}.${id}`) },
    match_related: related.length > 1 ? related : (related[0] ?? {}),
    for_each: [resource],
    after: stays ? names : [],
    expect: stays ? [`prefect.${kind}.*`] : names,
    threshold: 1,
    within: stays ? seconds : 0,
  };
};

/** What a kind begins with. */
export const templateOf = (kind: WatchedKind): JsonObject =>
  printStatusTrigger({ kind, stays: false, statuses: firstStatuses[kind], seconds: 600, ids: [], tags: [] });

const firstStatuses: Readonly<Record<WatchedKind, readonly string[]>> = {
  "flow-run": ["Failed", "Crashed"],
  deployment: ["not-ready"],
  "work-pool": ["not-ready"],
  "work-queue": ["not-ready"],
};

const textsOf = (value: Json | undefined): string[] => {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === "string");
};

/** The ends of texts that begin so, and are no patterns. */
const endsOf = (value: Json | undefined, beginning: string): string[] =>
  textsOf(value).flatMap((each) => (each.startsWith(beginning) && !each.includes("*") ? [each.slice(beginning.length)] : []));

const listOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value : [value]).filter(isObject);

const readAs = (kind: WatchedKind, trigger: JsonObject): StatusTrigger => {
  const stays = trigger.posture === "Proactive";
  const match = isObject(trigger.match) ? trigger.match : {};
  const related = (wanted: string, beginning: string): string[] =>
    listOf(trigger.match_related).flatMap((each) => (each[role] === wanted ? endsOf(each[resource], beginning) : []));
  return {
    kind,
    stays,
    statuses: endsOf(stays ? trigger.after : trigger.expect, `prefect.${kind}.`),
    seconds: typeof trigger.within === "number" ? trigger.within : 0,
    ids: kind === "flow-run" ? related("flow", "prefect.flow.") : endsOf(match[resource], `prefect.${kind}.`),
    tags: related("tag", "prefect.tag."),
  };
};

/** The same text for triggers that mean the same: names are sets, which come in any order. */
const canonical = ({ id: _, ...trigger }: JsonObject): string => {
  const sorted = (value: Json | undefined): Json => textsOf(value).toSorted();
  const patterns = (value: Json | undefined): Json =>
    listOf(value)
      .filter((each) => Object.keys(each).length > 0)
      .map((each) =>
        Object.entries(each)
          .map(([label, pattern]) => [label, sorted(pattern)])
          .toSorted(([one], [other]) => String(one).localeCompare(String(other))),
      );
  const { match, match_related, after, expect, for_each, posture, threshold = 1, within = 0, type = "event", ...rest } = trigger;
  return JSON.stringify([
    [type, posture, threshold, within],
    [sorted(after), sorted(expect), sorted(for_each)],
    [patterns(match), patterns(match_related), rest],
  ]);
};

/** What a trigger watches; undefined when the fields could not say all of it. */
export const readStatusTrigger = (trigger: JsonObject): StatusTrigger | undefined =>
  watchedKinds.map((kind) => readAs(kind, trigger)).find((read) => canonical(printStatusTrigger(read)) === canonical(trigger));
