import { currentContext } from "../context.ts";
import { levelNumbers } from "./levels.ts";
import { writeLog } from "./logger.ts";
import { printArguments } from "./print-fields.ts";

const levels = {
  log: levelNumbers.INFO,
  info: levelNumbers.INFO,
  warn: levelNumbers.WARNING,
  error: levelNumbers.ERROR,
  debug: levelNumbers.DEBUG,
} as const;
type Method = keyof typeof levels;
const methods = Object.keys(levels) as readonly Method[];

/** Marks a console that forwards already, so that runs side by side do not wrap it twice. */
const forwarding = new WeakSet<object>();

const shouldForward = (): boolean => {
  const { flow, task } = currentContext();
  return task?.logPrints ?? flow?.logPrints ?? false;
};

/**
 * From now on, what code inside a run with `logPrints` prints becomes a line of that run's log. Everything else prints as before:
 * whose print it is, is told by the context of the call.
 */
export const captureConsole = (target: Console = globalThis.console): void => {
  if (forwarding.has(target)) return;
  forwarding.add(target);
  for (const method of methods) {
    const print = target[method].bind(target);
    target[method] = (...values: unknown[]) => {
      if (shouldForward()) writeLog(currentContext(), levels[method], printArguments(values));
      else print(...values);
    };
  }
};
