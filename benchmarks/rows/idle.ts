import { setTimeout as pause } from "node:timers/promises";
import { openConnection } from "../client/connection.ts";
import { insist } from "../client/loop.ts";
import { type Program, readProcessorSeconds } from "../measure/program.ts";
import { attempt, type Row, runAlone } from "../measure/row.ts";
import { prefectProgram, startMillrace, startPrefect, withFolder } from "../measure/servers.ts";

const schedules = 1000;
const settleSeconds = 20;
const seconds = 30;

/** Deployments with one daily schedule each, none of them due while we look. */
const createSchedules = async (url: string, count: number): Promise<void> => {
  const connection = await openConnection(url);
  const { id: flow_id } = await insist<{ id: string }>(connection, "/flows/", { name: "bench-idle" });
  const far = new Date(Date.now() + 12 * 3600 * 1000);
  const cron = `${far.getUTCMinutes()} ${far.getUTCHours()} * * *`;
  for (let index = 0; index < count; index++) {
    const schedule = { schedule: { cron, timezone: "UTC" }, active: true };
    await insist(connection, "/deployments/", { name: `idle-${index}`, flow_id, schedules: [schedule] });
  }
  connection.close();
};

/** Percent of one core that a server uses while nothing is asked of it. */
const measureIdle = async (server: Program, count: number): Promise<string> => {
  try {
    await createSchedules(server.url, count);
    await pause(settleSeconds * 1000);
    const before = readProcessorSeconds(server.pid);
    await pause(seconds * 1000);
    const share = (100 * (readProcessorSeconds(server.pid) - before)) / seconds;
    return `${share.toFixed(2)} %${count === schedules ? "" : ` with ${count} schedules`}`;
  } finally {
    await server.stop();
  }
};

export const idle: Row = {
  name: "idle",
  how: `Processor time over ${seconds} s, ${settleSeconds} s after ${schedules} daily schedules were made (100 for Prefect, which takes long to make them); SQLite.`,
  run: async () => {
    const program = prefectProgram();
    const theirs = await attempt(async () =>
      program === undefined ? undefined : withFolder(async (folder) => measureIdle(await startPrefect(program, { folder }), 100)),
    );
    const ours = await attempt(() => withFolder(async (folder) => measureIdle(await startMillrace({ folder }), schedules)));
    return [{ what: `idle processor use with ${schedules} schedules`, prefect: theirs, ours, goal: "0.3 % of a core" }];
  },
};

if (import.meta.main) await runAlone(idle);
