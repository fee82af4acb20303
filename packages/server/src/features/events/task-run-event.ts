import {
  Default,
  type Event,
  Instant,
  Integer,
  Json,
  Labels,
  Nullable,
  noDetails,
  Open,
  Optional,
  type Parsed,
  Seconds,
  StateDetails,
  StateType,
  Tags,
  TaskInputs,
  TaskRunPolicy,
  Text,
} from "@millrace/contract";
import type { TaskRunStateTable } from "../../db/schema.ts";
import { tryRead } from "../../wire/read.ts";
import { parseUuid } from "../../wire/read-scalars.ts";

const ValidatedState = Open({
  type: StateType,
  name: Default(Nullable(Text), null),
  message: Default(Nullable(Text), null),
  data: Default(Json, null),
  state_details: Default(StateDetails, noDetails),
});

/** What an event says of the run itself. A key that is missing says nothing, one that is null clears; a run without a name gets one. */
const TaskRunFields = Open({
  name: Optional(Nullable(Text)),
  task_key: Text,
  dynamic_key: Text,
  task_version: Optional(Nullable(Text)),
  cache_key: Optional(Nullable(Text)),
  cache_expiration: Optional(Nullable(Instant)),
  empirical_policy: Optional(TaskRunPolicy),
  tags: Optional(Tags),
  labels: Optional(Nullable(Labels)),
  task_inputs: Optional(TaskInputs),
  run_count: Optional(Integer),
  flow_run_run_count: Optional(Integer),
  expected_start_time: Optional(Nullable(Instant)),
  next_scheduled_start_time: Optional(Nullable(Instant)),
  start_time: Optional(Nullable(Instant)),
  end_time: Optional(Nullable(Instant)),
  total_run_time: Optional(Seconds),
});
type Told = Parsed<typeof TaskRunFields>;
type TaskRunFields = Omit<Told, "name" | "labels"> & { readonly name?: string; readonly labels?: Labels };

const readFields = ({ name, labels, ...others }: Told): TaskRunFields => ({
  ...others,
  ...(name ? { name } : {}),
  ...(labels === undefined ? {} : { labels: labels ?? {} }),
});

const Payload = Open({ validated_state: ValidatedState, task_run: TaskRunFields });

/** A state that a client gave a task run of its own, as one event tells it (events.md §4.2). */
export interface Recording {
  /** The run's id as the sender knows it. */
  readonly id: string;
  readonly flow_run_id: string | null;
  readonly fields: TaskRunFields;
  readonly state: Omit<TaskRunStateTable, "task_run_id">;
  /** The state's timestamp, to be compared with others as text. */
  readonly since: string;
}

/** Whether an event tells of a task run that its client orchestrates itself. */
const isTaskRunEvent = ({ event, resource }: Event): boolean =>
  event.startsWith("prefect.task-run") && resource["prefect.orchestration"] === "client";

/** Protocol text leaves out a fraction of zero; with it, the order of texts is the order of times. */
export const comparable = (instant: Instant): string => (instant.length === 20 ? `${instant.slice(0, 19)}.000000Z` : instant);

const idAfter = (prefix: string, id: string | undefined): string | undefined =>
  id?.startsWith(prefix) === true ? parseUuid(id.slice(prefix.length)) : undefined;

const flowRunOf = ({ related }: Event): string | null => {
  const owner = related.find((resource) => resource["prefect.resource.role"] === "flow-run");
  return idAfter("prefect.flow-run.", owner?.["prefect.resource.id"]) ?? null;
};

/** The flow run an event is a heartbeat of. */
export const heartbeatOf = ({ event, resource }: Event): string | undefined =>
  event === "prefect.flow-run.heartbeat" ? idAfter("prefect.flow-run.", resource["prefect.resource.id"]) : undefined;

/** Reads the recording an event holds. Undefined when it is of another kind; a problem when it should hold one and does not. */
export const readRecording = (event: Event): Recording | { readonly problem: string } | undefined => {
  if (!isTaskRunEvent(event)) return undefined;
  const id = idAfter("prefect.task-run.", event.resource["prefect.resource.id"]);
  if (id === undefined) return { problem: "its resource is no task run" };
  const payload = tryRead(Payload, event.payload);
  if ("problem" in payload) return { problem: `payload.${payload.problem}` };
  const { validated_state: state, task_run } = payload.value;
  const flow_run_id = flowRunOf(event);
  return {
    id,
    flow_run_id,
    fields: readFields(task_run),
    since: comparable(event.occurred),
    state: {
      id: event.id,
      type: state.type,
      name: state.name ?? `${state.type.slice(0, 1)}${state.type.slice(1).toLowerCase()}`,
      timestamp: event.occurred,
      message: state.message,
      state_details: { ...state.state_details, flow_run_id, task_run_id: id },
      data: state.data,
    },
  };
};
