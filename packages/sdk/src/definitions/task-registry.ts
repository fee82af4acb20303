import type { TaskDefinition } from "./task-options.ts";

/** The definition behind each task, so that a task is nothing but a function to those who hold it. */
const definitions = new WeakMap<object, TaskDefinition>();

export const registerTask = (task: object, definition: TaskDefinition): void => void definitions.set(task, definition);

/** The definition behind a value that `task()` returned; undefined for anything else. */
export const findTaskDefinition = (value: unknown): TaskDefinition | undefined =>
  typeof value === "function" ? definitions.get(value) : undefined;
