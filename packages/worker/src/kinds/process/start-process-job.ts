import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import {
  assignRun,
  type ChildChannel,
  type ControlServer,
  explainEnd,
  type ProcessEnd,
  type RunProcess,
  startProcess,
  stopProcess,
} from "@millrace/sdk/supervision";
import { whereWeAre } from "@millrace/settings";
import { type Infrastructure, type JobEnd, JobError, type JobSpec, type KindContext } from "../kind.ts";
import { findCommand } from "./find-command.ts";
import type { WarmPool } from "./warm-pool.ts";

export interface ProcessContext extends KindContext {
  readonly control: ControlServer;
  readonly pool: WarmPool;
}

interface Workplace {
  readonly path: string;
  readonly leave: () => Promise<void>;
}

/** The directory a run starts in: the one the job names, or one of its own that goes with it. */
const enterWorkplace = async ({ configuration: { working_dir: given } }: JobSpec): Promise<Workplace> => {
  if (typeof given !== "string" || given === "") {
    const path = await mkdtemp(join(tmpdir(), "millrace-run-"));
    return { path, leave: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
  }
  if (existsSync(given)) return { path: given, leave: async () => {} };
  throw new JobError(`Its working directory ${given} is not there. Create it, or correct the job variable working_dir.`);
};

const environment = (job: JobSpec, control: ControlServer, channel: ChildChannel): Record<string, string> => {
  const inherited = Object.entries(whereWeAre().env).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return {
    ...Object.fromEntries(inherited),
    ...job.env,
    PREFECT__CONTROL_PORT: String(control.port),
    PREFECT__CONTROL_TOKEN: channel.token,
  };
};

const tailLength = 4000;

/** Passes on what a run says of errors and remembers the last of it, for a run that dies before it can tell the server. */
const keepTail = ({ child }: RunProcess, shows: boolean): (() => string) => {
  let tail = "";
  // Only of a process that waited; any other prints to this process's own output, or to none.
  child.stdout?.on("data", (chunk: Buffer) => {
    if (shows) process.stdout.write(chunk);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    if (shows) process.stderr.write(chunk);
    tail = (tail + chunk.toString()).slice(-tailLength);
  });
  return () => tail.trimEnd().split("\n").at(-1)?.trim() ?? "";
};

/** What Python says without its package prefect tells nobody what to do. */
const advise = (lastWords: string, [program]: readonly string[]): string =>
  /No module named '?prefect\b/.test(lastWords)
    ? `${lastWords} Install it there with ${program} -m pip install prefect, or set MILLRACE_WORKER_PYTHON to an interpreter that has it.`
    : lastWords;

const statusCodeOf = ({ code, signal }: ProcessEnd): number => code ?? -(signal === null ? 1 : constants.signals[signal]);

const spawnFor = async (command: readonly string[], options: Omit<Parameters<typeof startProcess>[0], "command">): Promise<RunProcess> => {
  try {
    return await startProcess({ ...options, command });
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const cause = { ENOENT: "it was not found", EACCES: "it is not executable" }[reason] ?? reason;
    throw new JobError(`Its command "${command[0]}" could not be started: ${cause}. Install it, or correct the job variable command.`);
  }
};

interface Launched {
  readonly run: RunProcess;
  readonly workplace: Workplace;
  readonly lastWords: () => string;
}

const launch = async ({ settings, control, pool }: ProcessContext, job: JobSpec, channel: ChildChannel): Promise<Launched> => {
  const env = environment(job, control, channel);
  const { command, isOurs } = findCommand({ ...job, env }, settings);
  const shows = job.configuration.stream_output !== false;
  const workplace = await enterWorkplace(job);
  try {
    const waiting = isOurs ? pool.take(job) : undefined;
    if (waiting !== undefined) assignRun(waiting, { env, cwd: workplace.path, known: { run: job.run, deployment: job.deployment } });
    const run = waiting ?? (await spawnFor(command, { env, cwd: workplace.path, stdio: ["ignore", shows ? "inherit" : "ignore", "pipe"] }));
    const tail = keepTail(run, shows);
    return { run, workplace, lastWords: () => advise(tail(), command) };
  } catch (error) {
    await workplace.leave();
    throw error;
  }
};

/** Starts a run in a process of its own: in one that waits for it, or a new one. */
export const startProcessJob = async (context: ProcessContext, job: JobSpec): Promise<Infrastructure> => {
  const channel = context.control.expect();
  const { run, workplace, lastWords } = await launch(context, job, channel).catch((error: unknown) => {
    channel.close();
    throw error;
  });
  const ended = run.ended.then(async (end): Promise<JobEnd> => {
    const isConcluded = channel.receipt() !== undefined;
    channel.close();
    await workplace.leave().catch(() => {});
    return {
      statusCode: isConcluded ? 0 : statusCodeOf(end),
      problem: isConcluded ? undefined : explainEnd(end),
      lastWords: lastWords(),
      isConcluded,
    };
  });
  return {
    identifier: String(run.pid),
    ended,
    stop: async (intent, graceSeconds) => {
      if (intent !== undefined) await channel.announce(intent);
      await stopProcess(context.session.world, run, graceSeconds);
    },
  };
};
