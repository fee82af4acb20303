/** Processes that wait for TypeScript runs, so that these start at once. Each carries out one run and ends with it. */

import { type RunProcess, signalGroup, startWarmProcess } from "@millrace/sdk/supervision";
import { whereWeAre } from "@millrace/settings";
import type { JobSpec, KindContext } from "../kind.ts";

export interface WarmPool {
  /** A process that waits, if there is one that suits the job; sees to another in either case. */
  readonly take: (job: JobSpec) => RunProcess | undefined;
  readonly close: () => void;
}

/** Seconds after a run's start: its own process has the machine first. */
const refillSeconds = 0.5;
/** Seconds without a run after which nothing waits any more. */
const idleSeconds = 600;

/** Variables that a process reads when it starts, and never again. */
const isReadAtStart = (name: string): boolean => /^(NODE_|LD_|LC_|SSL_|UV_|OPENSSL_|TZ$|LANG$)/.test(name);

const suits = ({ env }: JobSpec): boolean => {
  const own = whereWeAre().env;
  return Object.entries(env).every(([name, value]) => !isReadAtStart(name) || own[name] === value);
};

/** Keeps as many processes as the settings say, once there was a run for one. */
export const createWarmPool = ({ session, settings }: KindContext): WarmPool => {
  const { world } = session;
  const waiting: RunProcess[] = [];
  let stopRefill: (() => void) | undefined;
  let stopIdle = (): void => {};
  let isClosed = false;
  /** Of the file that the last run's flow is in; the next one's is most likely alike. */
  let extension = ".mjs";

  const empty = (): void => {
    for (const process of waiting.splice(0)) signalGroup(process, "SIGKILL");
  };
  const add = async (): Promise<void> => {
    const process = await startWarmProcess(extension, { ...whereWeAre().env, PREFECT_API_URL: session.client.url });
    if (isClosed) return signalGroup(process, "SIGKILL");
    waiting.push(process);
    void process.ended.then(() => {
      const index = waiting.indexOf(process);
      if (index >= 0) waiting.splice(index, 1);
    });
  };
  const refill = (): void => {
    stopRefill = undefined;
    for (let missing = settings.workerWarmProcesses - waiting.length; missing > 0; missing -= 1) {
      add().catch((error: unknown) => session.print(`No process could be kept ready. ${String(error)}`));
    }
  };
  return {
    take: (job) => {
      if (settings.workerWarmProcesses === 0) return undefined;
      extension = /(\.[cm]?[jt]s):/.exec(job.deployment?.entrypoint ?? "")?.[1] ?? ".mjs";
      stopRefill ??= world.after(refillSeconds, refill, { idle: true });
      stopIdle();
      stopIdle = world.after(idleSeconds, empty, { idle: true });
      return suits(job) ? waiting.shift() : undefined;
    },
    close: () => {
      isClosed = true;
      stopRefill?.();
      stopIdle();
      empty();
    },
  };
};
