import { type Context, currentContext } from "../context.ts";
import { UsageError } from "../errors.ts";
import { levelName, levelNumbers } from "./levels.ts";
import { type LogFields, printFields } from "./print-fields.ts";

/** Writes lines that belong to a run: they are shown, and kept by the server. */
export interface Logger {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
}

/** Writes a line for the innermost run of a context. */
export const writeLog = ({ session, flow, task }: Context, level: number, message: string): void => {
  if (session === undefined || level < session.settings.logLevel) return;
  const { info: taskInfo } = task ?? {};
  const runName = taskInfo?.().name ?? flow?.info().name ?? "";
  const time = new Date(session.world.nowMicros() / 1000).toISOString().slice(11, 23);
  session.print(`${time} | ${levelName(level).padEnd(8)} | ${runName} - ${message}`);
  session.logs.add({
    name: task === undefined ? "prefect.flow_runs" : "prefect.task_runs",
    level,
    message,
    flowRunId: flow?.info().id ?? null,
    taskRunId: taskInfo?.().id ?? null,
  });
};

export const loggerOf = (context: Context): Logger => {
  const at =
    (level: number) =>
    (message: string, fields?: LogFields): void =>
      writeLog(context, level, printFields(message, fields));
  return {
    debug: at(levelNumbers.DEBUG),
    info: at(levelNumbers.INFO),
    warn: at(levelNumbers.WARNING),
    error: at(levelNumbers.ERROR),
  };
};

/** The logger of the run this code belongs to. Throws a `UsageError` outside one. */
export function getLogger(options?: { readonly optional?: false | undefined }): Logger;
export function getLogger(options: { readonly optional?: boolean | undefined }): Logger | undefined;
export function getLogger({ optional = false }: { readonly optional?: boolean | undefined } = {}): Logger | undefined {
  const context = currentContext();
  if (context.flow !== undefined || context.task !== undefined) return loggerOf(context);
  if (optional) return undefined;
  throw new UsageError("getLogger() was called outside a run. Call it inside a flow or a task, or pass { optional: true }.");
}
