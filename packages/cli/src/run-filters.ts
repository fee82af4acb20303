/** What the lists of flow runs and of task runs have in common. */
import { type FlowRun, type StateType, stateTypes } from "@millrace/contract";
import { CommandError } from "./command.ts";
import type { Say } from "./output/say.ts";
import { many, text } from "./parameters.ts";

const officialNames = [
  "Scheduled",
  "Pending",
  "Running",
  "Completed",
  "Failed",
  "Cancelled",
  "Crashed",
  "Paused",
  "Cancelling",
  "Suspended",
  "AwaitingRetry",
  "Retrying",
  "Late",
];

const findOfficialName = (name: string): string | undefined => officialNames.find((each) => each.toLowerCase() === name.toLowerCase());

const toType = (word: string): StateType => {
  const type = stateTypes.find((each) => each === word.toUpperCase());
  if (type === undefined) throw new CommandError(`There is no state type "${word}". There are: ${stateTypes.join(", ")}.`);
  return type;
};

export const stateOptions = {
  state: many(text("Only runs in a state of this name, such as Late.")),
  stateType: many(text("Only runs in a state of this type, such as FAILED.")),
} as const;

interface StateFilter {
  readonly name?: { readonly any_: readonly string[] };
  readonly type?: { readonly any_: readonly StateType[] };
}

/** The filter for states of these names and types; undefined without any. Throws `CommandError` on an unknown type. */
export const readStateFilter = (say: Say, state: readonly string[], stateType: readonly string[]): StateFilter | undefined => {
  for (const name of state.filter((each) => findOfficialName(each) === undefined))
    say.warn(`"${name}" is not one of the usual state names.`);
  if (state.length === 0 && stateType.length === 0) return undefined;
  return {
    ...(state.length > 0 ? { name: { any_: state.map((each) => findOfficialName(each) ?? each) } } : {}),
    ...(stateType.length > 0 ? { type: { any_: stateType.map(toType) } } : {}),
  };
};

type Run = Pick<FlowRun, "created" | "expected_start_time" | "state">;

/** When a run is due, or else when it came into its state. */
export const momentOf = ({ state, expected_start_time, created }: Run): string =>
  (state?.type === "SCHEDULED" ? (state.state_details.scheduled_time ?? expected_start_time) : state?.timestamp) ?? created;
