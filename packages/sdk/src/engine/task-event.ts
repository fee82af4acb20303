import { type EventInput, fromMicros, type Json, type JsonObject, type RelatedResource } from "@millrace/contract";
import { printTaskRun, type TaskRecord, type TaskState } from "./task-record.ts";

const maxMessage = 100_000;
const fiveMinutes = 300_000_000;

/** Keeps both ends of a message that is too long for an event (events.md §1). */
const shorten = (message: string): string => {
  if (message.length <= maxMessage) return message;
  const half = maxMessage / 2;
  return `${message.slice(0, half)}...${message.length - maxMessage} additional characters...${message.slice(-half)}`;
};

const printState = ({ type, name, message, details }: TaskState): JsonObject => ({
  type,
  name,
  message: shorten(message),
  state_details: details as JsonObject,
});

export interface TaskEventFacts {
  readonly record: TaskRecord;
  readonly before: TaskState | undefined;
  readonly state: TaskState;
  /** Resources after the run's own tags: flow run, enclosing task run, flow and so on. */
  readonly related: readonly RelatedResource[];
}

/** The event by which a server learns of a task run's state (events.md §4.2). */
export const taskEvent = ({ record, before, state, related }: TaskEventFacts): EventInput => {
  const occurred = fromMicros(state.at);
  const tags = record.tags.toSorted().map((tag) => ({ "prefect.resource.id": `prefect.tag.${tag}`, "prefect.resource.role": "tag" }));
  return {
    id: state.id,
    occurred,
    event: `prefect.task-run.${state.name}`,
    follows: before !== undefined && state.at - before.at < fiveMinutes ? before.id : null,
    resource: {
      "prefect.resource.id": `prefect.task-run.${record.id}`,
      "prefect.resource.name": record.name,
      "prefect.run-count": String(record.runCount),
      "prefect.state-message": shorten(state.message),
      "prefect.state-name": state.name,
      "prefect.state-timestamp": occurred,
      "prefect.state-type": state.type,
      "prefect.orchestration": "client",
    },
    related: tags.length === 0 ? related : [...tags, ...related],
    payload: {
      intended: { from: before?.type ?? null, to: state.type },
      initial_state: before === undefined ? null : printState(before),
      validated_state: { ...printState(state), data: state.data },
      task_run: printTaskRun(record) as { readonly [key: string]: Json },
    },
  };
};
