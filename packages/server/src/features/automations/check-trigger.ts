import { type EventTrigger, type JsonObject, Trigger } from "@millrace/contract";
import { InvalidRequest, valueProblem } from "../../wire/problems.ts";
import { tryRead } from "../../wire/read.ts";

/** Seconds that a trigger waits at least for what fails to come. */
const shortestWait = 10;

/** Deeper than people compose triggers. */
const deepest = 20;

type Path = readonly (string | number)[];

const refuse = (path: Path, message: string, input: unknown): never => {
  throw new InvalidRequest([valueProblem(["body", ...path], message, input)]);
};

/** A trigger as it is kept: with those inside it read and checked, each with an id of its own (events.md §7.2). */
export const prepareTrigger = (trigger: Trigger, newId: () => string, path: Path = ["trigger"]): Trigger => {
  if (trigger.type === "event") return { ...prepareEventTrigger(trigger, path), id: newId() };
  if (path.length > deepest) refuse(path, "Triggers are nested too deep.", null);
  const { triggers } = trigger;
  if (trigger.type === "compound" && typeof trigger.require === "number") {
    if (trigger.require < 1) refuse(path, "require must be at least 1", trigger);
    if (trigger.require > triggers.length) refuse(path, "require must be less than or equal to the number of triggers", trigger);
  }
  const inner = triggers.map((each, index) => {
    const place = [...path, "triggers", index];
    const read = tryRead(Trigger, each);
    if ("problem" in read) return refuse(place, read.problem, each);
    return prepareTrigger(read.value, newId, place) as JsonObject;
  });
  return { ...trigger, id: newId(), triggers: inner };
};

const withoutRepeats = (names: readonly string[]): string[] => [...new Set(names)];

const prepareEventTrigger = (given: EventTrigger, path: Path): EventTrigger => {
  const { after, expect, for_each } = given;
  const trigger = { ...given, after: withoutRepeats(after), expect: withoutRepeats(expect), for_each: withoutRepeats(for_each) };
  const { posture, within } = trigger;
  if (within < 0) return refuse(path, "`within` must be greater than or equal to 0 seconds", trigger);
  if (posture === "Reactive") return trigger;
  if (within === 0) return { ...trigger, within: shortestWait };
  if (within < shortestWait) {
    return refuse(path, "`within` for Proactive triggers must be greater than or equal to 10 seconds", trigger);
  }
  return trigger;
};
