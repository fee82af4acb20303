import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { EventOptions, EventResult } from "../client/events.ts";
import { attempt, type Row, runAlone } from "../measure/row.ts";
import { prefectProgram, root, startMillrace, startPrefect, withFolder } from "../measure/servers.ts";
import { figure } from "../measure/throughput.ts";

const run = promisify(execFile);

const send = async (options: EventOptions): Promise<EventResult> => {
  const { stdout } = await run(process.execPath, [join(root, "benchmarks/client/events.ts"), JSON.stringify(options)], {
    timeout: (options.seconds + options.patienceSeconds + 60) * 1000,
  });
  return JSON.parse(stdout) as EventResult;
};

const describe = (result: EventResult): string => {
  const seen = result.unseen === 0 ? "" : `, ${result.unseen} of ${result.watched} watched runs unseen after all that`;
  return `${figure(result.sentPerSecond)} events/s, ${figure(result.p50Millis)} ms behind at p50, ${figure(result.p99Millis)} ms at p99${seen}`;
};

const perSecond = 10_000;
/** The real server gets a fraction: it would fill its queue otherwise and nothing could be read off. */
const prefectPerSecond = 500;
const seconds = 6;
const patienceSeconds = 30;

const measurePrefect = async (): Promise<string | undefined> => {
  const program = prefectProgram();
  if (program === undefined) return undefined;
  return withFolder(async (folder) => {
    const server = await startPrefect(program, { folder });
    try {
      return describe(await send({ url: server.url, perSecond: prefectPerSecond, seconds, patienceSeconds }));
    } finally {
      await server.stop();
    }
  });
};

const measureMillrace = (): Promise<string> =>
  withFolder(async (folder) => {
    const server = await startMillrace({ folder });
    try {
      await send({ url: server.url, perSecond: 2000, seconds: 2, patienceSeconds });
      return describe(await send({ url: server.url, perSecond, seconds, patienceSeconds }));
    } finally {
      await server.stop();
    }
  });

export const taskRunEvents: Row = {
  name: "task-run-events",
  how: `The events of new task runs over one socket for ${seconds} s, ${figure(perSecond)}/s (${prefectPerSecond}/s to Prefect), while one in a hundred runs is read until it is there; SQLite.`,
  run: async () => [
    {
      what: "task-run events over one socket until visible",
      prefect: await attempt(measurePrefect),
      ours: await attempt(measureMillrace),
      goal: "10,000 events/s, 250 ms behind at p99",
    },
  ],
};

if (import.meta.main) await runAlone(taskRunEvents);
