import { type Context, runInContext } from "../context.ts";
import { describeError } from "../errors.ts";
import { levelNumbers } from "../logging/levels.ts";
import { writeLog } from "../logging/logger.ts";

/** Calls hooks one after the other, inside the run. One that fails is named in the run's log and changes nothing (sdk.md §12). */
export const callHooks = async <E>(context: Context, hooks: readonly ((event: E) => unknown)[], event: E): Promise<void> => {
  for (const hook of hooks) {
    try {
      await runInContext(context, async () => hook(event));
    } catch (error) {
      writeLog(context, levelNumbers.ERROR, `The hook "${hook.name || "unnamed"}" failed: ${describeError(error)}`);
    }
  }
};
