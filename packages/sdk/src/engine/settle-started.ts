import { CancelledError, describeError } from "../errors.ts";
import { levelNumbers } from "../logging/levels.ts";
import { writeLog } from "../logging/logger.ts";
import type { RunningFlow } from "./running-flow.ts";

/** Waits until every run the attempt started has ended, those started meanwhile too. */
const waitForStarted = async ({ started }: RunningFlow): Promise<void> => {
  const seen = new Set();
  for (let waiting = [...started]; waiting.length > 0; waiting = [...started].filter((run) => !seen.has(run))) {
    for (const run of waiting) seen.add(run);
    await Promise.all(waiting.map(({ settled }) => settled));
  }
};

/** Lets submitted runs end before the flow does. Throws, as the flow is told, when some failed and nobody looked at them. */
export const settleStarted = async (flow: RunningFlow): Promise<void> => {
  if (flow.definition.unobserved === "cancel") {
    for (const run of flow.started) run.end(new CancelledError("The flow ended without waiting for this run."), "CANCELLED");
    return;
  }
  await waitForStarted(flow);
  const failures = [...flow.started].flatMap((run) => {
    const error = run.findUnobserved();
    return error === undefined ? [] : [{ name: run.name, error }];
  });
  const [first] = failures;
  if (first === undefined) return;
  const list = failures.map(({ name, error }) => `${name} (${describeError(error)})`).join(", ");
  const runs = failures.length === 1 ? "A submitted run" : `${failures.length} submitted runs`;
  const message = `${runs} failed and nothing looked at it: ${list}. Await it, or read its outcome().`;
  if (flow.definition.unobserved === "warn") writeLog(flow.context, levelNumbers.WARNING, message);
  else throw new Error(message, { cause: first.error });
};
