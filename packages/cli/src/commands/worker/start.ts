import type { WorkPool } from "@millrace/contract";
import type { WorkerOptions } from "@millrace/worker";
import { type CommandContext, CommandError, command } from "../../command.ts";
import { readJsonObject } from "../../files.ts";
import { findOrNothing } from "../../missing.ts";
import { choice, decimal, flag, flagOn, type InputOf, integer, many, text } from "../../parameters.ts";

const options = {
  pool: text("The work pool it takes runs from.", { short: "p" }),
  name: text("Its name; made up when not given.", { short: "n" }),
  workQueue: many(text("A queue it takes runs from; all of the pool's when none is given.", { short: "q" })),
  type: text("Infrastructure it starts; read from the pool when not given.", { short: "t" }),
  prefetchSeconds: decimal("Seconds it looks ahead for runs."),
  runOnce: flag("Look for runs once, see those that are due to their end, and stop."),
  limit: integer("How many runs may be under way at once.", { short: "l" }),
  withHealthcheck: flag("Tell its health over HTTP, at /health of PREFECT_WORKER_WEBSERVER_PORT."),
  installPolicy: choice(
    ["always", "if-not-present", "never", "prompt"],
    "Accepted for scripts that pass it; nothing is installed, since process and docker are built in.",
  ),
  baseJobTemplate: text("JSON file with the template of a pool it creates, in place of the type's own."),
  createPoolIfNotFound: flagOn("Create the pool when there is none."),
};
type Input = InputOf<object, typeof options>;

const choosePool = async ({ ask }: CommandContext, given: string | undefined): Promise<string> => {
  const name = given ?? (ask.interactive ? await ask.text("Which work pool should it take runs from?") : "");
  if (name === "") throw new CommandError("A worker needs a work pool. Name it with --pool NAME.");
  return name;
};

const findPool = async (context: CommandContext, name: string): Promise<WorkPool | undefined> => {
  try {
    return await findOrNothing((await context.connect()).workPools.get({ name }));
  } catch (error) {
    const { apiUrl } = context.settings();
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The type of the work pool "${name}" could not be read from ${apiUrl}. Name it with --type to start anyway.\n${reason}`,
      {
        cause: error,
      },
    );
  }
};

const warnOfPause = async (context: CommandContext, pool: WorkPool, { workQueue }: Input): Promise<void> => {
  if (pool.is_paused) {
    context.say.warn(`The work pool "${pool.name}" is paused; no run starts before: millrace work-pool resume ${pool.name}`);
    return;
  }
  const client = await context.connect();
  const queues = await client.workQueues.listInPool({ work_pool_name: pool.name });
  const ours = queues.filter(({ name }) => workQueue.length === 0 || workQueue.includes(name));
  if (ours.length > 0 && ours.every(({ is_paused }) => is_paused)) {
    context.say.warn(`All work queues of "${pool.name}" that it takes runs from are paused.`);
  }
};

const chooseType = async (context: CommandContext, pool: string, input: Input): Promise<string> => {
  if (input.type !== undefined) return input.type;
  const found = await findPool(context, pool);
  if (found === undefined) {
    context.say.line(`There is no work pool "${pool}" yet; starting a worker of the type process.`);
    return "process";
  }
  await warnOfPause(context, found, input);
  const { type } = found;
  if (/:(push|managed)$/.test(type) || type === "prefect-agent") {
    throw new CommandError(`The work pool "${pool}" is of the type "${type}", whose runs no worker starts. Name another pool.`);
  }
  context.say.line(`The work pool "${pool}" is of the type ${type}.`);
  return type;
};

const optionsOf = (context: CommandContext, input: Input): Omit<WorkerOptions, "pool" | "type"> => ({
  name: input.name,
  queues: input.workQueue,
  prefetchSeconds: input.prefetchSeconds,
  limit: input.limit,
  once: input.runOnce,
  tellsHealth: input.withHealthcheck,
  createPool: input.createPoolIfNotFound,
  baseJobTemplate: input.baseJobTemplate === undefined ? undefined : readJsonObject(context.host, input.baseJobTemplate),
  sources: context.sources(),
});

export default command({
  does: "Start a worker, which carries out the runs of a work pool.",
  details: "It runs until Ctrl-C. A second Ctrl-C does not wait for its runs to clean up.",
  options,
  async run(context, input) {
    const { host, say } = context;
    if (context.settings().apiUrl === undefined) {
      throw new CommandError(
        "A worker needs the address of a server.\nStart a server with:     millrace server start\nThen tell the worker:    millrace config set PREFECT_API_URL=http://127.0.0.1:4200/api",
      );
    }
    const pool = await choosePool(context, input.pool);
    const type = await chooseType(context, pool, input);
    const stopRequested = host.stopRequested();
    const { startWorker } = await import("@millrace/worker");
    const print = (line: string): void => host.stderr.write(`${line}\n`);
    const worker = await startWorker({ ...optionsOf(context, input), pool, type, print });
    const stopping = stopRequested.then(() => {
      say.line("Stopping the worker.");
      // Whoever asks twice does not want to wait for the runs to clean up.
      void host.stopRequested().then(worker.stop);
      return worker.stop();
    });
    void worker.ready.then(() => say.done(`Worker '${worker.name}' started.`)).catch(() => {});
    await Promise.race([worker.done, stopping]);
    await worker.done;
    say.line(`Worker '${worker.name}' stopped.`);
  },
});
