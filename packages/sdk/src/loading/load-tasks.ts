import type { ServedTask } from "../background/serve-tasks.ts";
import { collectFlows } from "../definitions/flow-registry.ts";
import { findTaskDefinition } from "../definitions/task-registry.ts";
import { type Exports, importFile } from "./import-file.ts";
import { LoadError } from "./load-error.ts";
import { findFile, splitEntrypoint } from "./load-flow.ts";

const isTask = (value: unknown): value is ServedTask => findTaskDefinition(value) !== undefined;

/** Loads a file or module without starting anything that it would serve. */
const load = async (path: string, cwd: string): Promise<Exports> => {
  if (path.endsWith(".py"))
    throw new LoadError(`${path} holds Python tasks. Serve them with Python's own program: python -m prefect task serve ${path}:task`);
  const { value } = await collectFlows(() => importFile(findFile(path, cwd), cwd));
  return value;
};

/** The task of an entrypoint, `tasks.ts:report`. Throws a `LoadError` that says what the file has instead. */
export const loadTask = async (entrypoint: string, cwd: string): Promise<ServedTask> => {
  const { path, name } = splitEntrypoint(entrypoint);
  const exports = await load(path, cwd);
  const tasks = Object.entries(exports).flatMap(([key, value]) => (isTask(value) ? [{ key, value }] : []));
  const task = tasks.find(({ key, value }) => key === name || value.key === name);
  if (task !== undefined) return task.value;
  const names = tasks.map(({ key }) => key).toSorted();
  throw new LoadError(`${path} exports no task "${name}". It exports ${names.length === 0 ? "none" : names.join(", ")}.`);
};

/** Every task that a file or module exports. Throws a `LoadError` when there is none. */
export const loadTasks = async (module: string, cwd: string): Promise<readonly ServedTask[]> => {
  const tasks = [...new Set(Object.values(await load(module, cwd)).filter(isTask))];
  if (tasks.length > 0) return tasks;
  throw new LoadError(`${module} exports no task. Export them as "export const report = task({ … }, …)".`);
};
