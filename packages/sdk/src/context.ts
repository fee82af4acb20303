import { AsyncLocalStorage } from "node:async_hooks";
import type { FlowRunInfo, FlowScope, TaskRunInfo, TaskScope } from "./engine/scopes.ts";
import { UsageError } from "./errors.ts";
import type { Session } from "./session/session.ts";

/** What code running inside a run can find out about it. */
export interface Context {
  readonly session?: Session | undefined;
  readonly flow?: FlowScope | undefined;
  readonly task?: TaskScope | undefined;
  /** Tags added by `tags(...)` around this code. */
  readonly tags: readonly string[];
}

const storage = new AsyncLocalStorage<Context>();
const outside: Context = { tags: [] };

export const currentContext = (): Context => storage.getStore() ?? outside;
export const runInContext = <T>(context: Context, fn: () => T): T => storage.run(context, fn);

interface MaybeOptional {
  readonly optional?: boolean | undefined;
}

const missing = (call: string, kind: string): never => {
  throw new UsageError(`${call} was called outside a ${kind}. Call it inside one, or pass { optional: true } to get undefined instead.`);
};

/** The flow run this code belongs to. Throws a `UsageError` outside one. */
export function flowRun(options?: { readonly optional?: false | undefined }): FlowRunInfo;
export function flowRun(options: MaybeOptional): FlowRunInfo | undefined;
export function flowRun({ optional = false }: MaybeOptional = {}): FlowRunInfo | undefined {
  const { flow } = currentContext();
  return flow?.info() ?? (optional ? undefined : missing("flowRun()", "flow run"));
}

/** The task run this code belongs to. Throws a `UsageError` outside one. */
export function taskRun(options?: { readonly optional?: false | undefined }): TaskRunInfo;
export function taskRun(options: MaybeOptional): TaskRunInfo | undefined;
export function taskRun({ optional = false }: MaybeOptional = {}): TaskRunInfo | undefined {
  const { task } = currentContext();
  return task?.info() ?? (optional ? undefined : missing("taskRun()", "task run"));
}

/** Fires when the run this code belongs to times out, is cancelled or has to end. Pass it to `fetch` and the like. */
export function signal(options?: { readonly optional?: false | undefined }): AbortSignal;
export function signal(options: MaybeOptional): AbortSignal | undefined;
export function signal({ optional = false }: MaybeOptional = {}): AbortSignal | undefined {
  const { flow, task } = currentContext();
  return task?.signal() ?? flow?.signal ?? (optional ? undefined : missing("signal()", "run"));
}

/** Runs a function whose flow and task runs all get these tags too. */
export const tags = <T>(added: readonly string[], fn: () => T): T => {
  const context = currentContext();
  return runInContext({ ...context, tags: [...new Set([...context.tags, ...added])] }, fn);
};

/** Headers that tell a server on whose behalf a request is made (sdk.md §1). */
export const attributionHeaders = (): Record<string, string> => {
  const { flow } = currentContext();
  if (flow === undefined) return {};
  const { flowId, flowName, deploymentId } = flow.info();
  return {
    "x-prefect-flow-id": flowId,
    // Header values are Latin-1; a name beyond it is sent escaped rather than not at all.
    "x-prefect-flow-name": encodeURI(flowName),
    ...(deploymentId === null ? {} : { "x-prefect-deployment-id": deploymentId }),
  };
};
