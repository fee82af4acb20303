/** Several processes that answer requests on one port, and this one that starts them, replaces those that die, and carries what they say. */
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import type { News, Sibling, Siblings } from "@millrace/server";
import { type CommandContext, CommandError } from "../../command.ts";
import type { Host } from "../../host.ts";
import { ownProgram } from "../../own-program.ts";
import { type FromApi, nameProcess, type ToApi } from "./api-process.ts";

/** Milliseconds a process may take to tell what it has measured. */
const answerMillis = 1000;
/** Milliseconds between the ends of processes below which the next one waits; doubled up to the last for each that fails. */
const [firstPause, longestPause] = [500, 30_000];

export interface ApiProcesses {
  /** Them, seen from this process. */
  readonly siblings: Siblings;
  /** Starts them; resolves when all answer, to where. Throws `CommandError` when the first cannot. */
  start(): Promise<string>;
  /** Lets each finish what it answers; resolves when none is left. */
  stop(): Promise<void>;
}

export interface Wanted {
  readonly count: number;
  /** The words that start one. */
  readonly words: readonly string[];
}

type Families = ReturnType<Sibling["measure"]>;

const send = (worker: Worker, message: ToApi): void => {
  if (worker.isConnected()) worker.send(message);
};

/** Asks processes what they have measured. */
const createMeasuring = ({ wait }: Host) => {
  const asked = new Map<number, (families: Families) => void>();
  let lastAsked = 0;
  return {
    async ask(worker: Worker): Promise<Families> {
      const number = ++lastAsked;
      const { promise, resolve } = Promise.withResolvers<Families>();
      asked.set(number, resolve);
      send(worker, { measure: number });
      const answered = new AbortController();
      const families = await Promise.race([promise, wait(answerMillis, answered.signal).then(() => [])]);
      answered.abort();
      asked.delete(number);
      return families;
    },
    take: (number: number, families: Families) => asked.get(number)?.(families),
  };
};

/** Carries what the processes say to each other. */
const createExchange = (host: Host, running: ReadonlyMap<string, Worker>) => {
  const measuring = createMeasuring(host);
  let self: Sibling | undefined;
  const othersThan = (worker?: Worker): readonly Worker[] => [...running.values()].filter((each) => each !== worker);
  const gather = (asker?: Worker): Promise<Families[]> => Promise.all(othersThan(asker).map(measuring.ask));
  const tell = (news: News, teller?: Worker): void => {
    for (const other of othersThan(teller)) send(other, { news });
  };
  return {
    siblings: {
      name: "services",
      join(sibling: Sibling) {
        self = sibling;
      },
      tell: (news: News) => tell(news),
      gatherMeasures: () => gather(),
    },
    async take(worker: Worker, message: FromApi): Promise<void> {
      if ("news" in message) {
        tell(message.news, worker);
        self?.hear(message.news);
      } else if ("measured" in message) measuring.take(message.measured, message.families);
      else if ("gather" in message) {
        send(worker, { gathered: message.gather, families: [...(await gather(worker)), self?.measure() ?? []] });
      }
    },
  };
};

export const createApiProcesses = ({ host, say }: CommandContext, { count, words }: Wanted): ApiProcesses => {
  const running = new Map<string, Worker>();
  const exchange = createExchange(host, running);
  let isStopping = false;
  let pause = firstPause;

  /** Starts one; resolves when it answers, to where. Whoever comes after it when it dies has its name. */
  const startOne = (name: string): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const worker = cluster.fork(nameProcess(name));
    let failure = `Process ${name} of the server ended before it could answer.`;
    running.set(name, worker);
    worker.on("message", (message: FromApi) => {
      if ("url" in message) {
        pause = firstPause;
        resolve(message.url);
      } else if ("failure" in message) failure = message.failure;
      else void exchange.take(worker, message);
    });
    worker.once("exit", (code, signal) => {
      running.delete(name);
      reject(new CommandError(failure));
      void promise.then(() => replace(name, `it ended with ${signal ?? `exit code ${code}`}`)).catch(() => {});
    });
    return promise;
  };

  const replace = async (name: string, reason: string): Promise<void> => {
    if (isStopping) return;
    say.warn(`Process ${name} of the server is started again: ${reason}.`);
    await host.wait(pause);
    pause = Math.min(2 * pause, longestPause);
    if (!isStopping) await startOne(name).catch((error: Error) => replace(name, error.message));
  };

  return {
    siblings: exchange.siblings,
    async start() {
      // Each takes connections from the port by itself: one that this process handed to a dying one would never be answered.
      cluster.schedulingPolicy = cluster.SCHED_NONE;
      cluster.setupPrimary({ exec: ownProgram, args: ["server", "start", ...words] });
      const url = await startOne("1");
      await Promise.all(Array.from({ length: count - 1 }, (_, index) => startOne(String(index + 2))));
      return url;
    },
    async stop() {
      isStopping = true;
      const ended = [...running.values()].map((worker) => once(worker, "exit"));
      for (const { process: child } of running.values()) child.kill("SIGTERM");
      await Promise.all(ended);
    },
  };
};
