/** Where the arguments of a task run came from. */
import { Default, List, MapOf, OneOf, Open, type Parsed, type Static, Text, Union, Uuid } from "./schema.ts";

export const TaskRunResult = Open({ input_type: Default(OneOf("task_run"), "task_run"), id: Uuid });
export type TaskRunResult = Parsed<typeof TaskRunResult>;

export const TaskInput = Union(
  [
    TaskRunResult,
    Open({ input_type: Default(OneOf("flow_run"), "flow_run"), id: Uuid }),
    Open({ input_type: Default(OneOf("parameter"), "parameter"), name: Text }),
    Open({ input_type: Default(OneOf("constant"), "constant"), type: Text }),
  ],
  "input_type",
);
export type TaskInput = Parsed<typeof TaskInput>;

/** By argument name; `__parents__` holds the runs this one was called from. */
export const TaskInputs = MapOf(List(TaskInput));
export type TaskInputs = Parsed<typeof TaskInputs>;
export type TaskInputsInput = Static<typeof TaskInputs>;
