import type { Json, JsonObject } from "@millrace/contract";
import { formatDuration } from "../../components/time/format-time.ts";
import { kindOfAction } from "./action-kinds.ts";
import type { Names } from "./resources.ts";
import { readStatusTrigger, type StatusTrigger, type WatchedKind } from "./status-trigger.ts";

const textsOf = (value: Json | undefined): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);
const either = new Intl.ListFormat("en", { type: "disjunction" });
const labelOf = (id: string, names: Names): string => names.get(id) ?? id.slice(0, 8);

const anything: Readonly<Record<WatchedKind, string>> = {
  "flow-run": "any flow run",
  deployment: "any deployment",
  "work-pool": "any work pool",
  "work-queue": "any work queue",
};

const watched = ({ kind, ids, tags }: StatusTrigger, names: Names): string => {
  const which = ids.map((id) => labelOf(id, names));
  if (kind !== "flow-run") return which.length === 0 ? anything[kind] : `${kind.replace("-", " ")} ${either.format(which)}`;
  const flows = which.length === 0 ? anything["flow-run"] : `a run of ${either.format(which)}`;
  return tags.length === 0 ? flows : `${flows} tagged ${either.format(tags)}`;
};

const describeStatus = (trigger: StatusTrigger, names: Names): string => {
  const { stays, statuses, seconds } = trigger;
  const what = watched(trigger, names);
  const states = statuses.length === 0 ? "any state" : either.format(statuses);
  return stays ? `${what} stays in ${states} for ${formatDuration(seconds)}` : `${what} gets into ${states}`;
};

const describeEvent = ({ expect, after, posture, threshold, within }: JsonObject): string => {
  const events = textsOf(expect);
  const what = events.length === 0 ? "any event" : either.format(events);
  const times = typeof threshold === "number" && threshold > 1 ? ` ${threshold} times` : "";
  const period = typeof within === "number" && within > 0 ? ` within ${formatDuration(within)}` : "";
  const before = textsOf(after).length === 0 ? "" : ` after ${either.format(textsOf(after))}`;
  return `${what} ${posture === "Proactive" ? "fails to come" : "comes"}${times}${period}${before}`;
};

/** When an automation acts, as the rest of a sentence that begins with "When". */
export const describeTrigger = (trigger: JsonObject, names: Names): string => {
  const status = readStatusTrigger(trigger);
  if (status !== undefined) return describeStatus(status, names);
  const count = Array.isArray(trigger.triggers) ? trigger.triggers.length : 0;
  const period = typeof trigger.within === "number" ? ` within ${formatDuration(trigger.within)}` : "";
  if (trigger.type === "sequence") return `${count} triggers fire in their order${period}`;
  if (trigger.type === "compound") return `${String(trigger.require)} of ${count} triggers fire${period}`;
  return describeEvent(trigger);
};

/** What an action does. */
export const describeAction = (action: JsonObject, names: Names): string => {
  const kind = kindOfAction(action);
  if (kind === undefined) return String(action.type);
  const { target, label } = kind;
  const block = action.block_document_id;
  if (typeof block === "string") return `${label} through ${labelOf(block, names)}`;
  if (action.type === "change-flow-run-state") return `Change the flow run to ${String(action.name ?? action.state)}`;
  if (target === undefined) return label;
  const id = action[target.field];
  const [verb = label] = label.split(" ");
  const noun = target.kind.replace("-", " ");
  return typeof id === "string" ? `${verb} ${noun} ${labelOf(id, names)}` : `${verb} the event's ${noun}`;
};
