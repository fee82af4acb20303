import type { Program } from "../measure/program.ts";
import { type Row, runAlone } from "../measure/row.ts";
import { prefectProgram, startMillrace, startPrefect, withFolder } from "../measure/servers.ts";

type Start = (folder: string) => Promise<Program>;

const startAndStop = async (start: Start, folder: string): Promise<number> => {
  const server = await start(folder);
  await server.stop();
  return server.startSeconds;
};

/** Seconds until the first healthy answer: the median of some starts on a new database, and on one that is there. */
const measureStarts = async (start: Start, times: number): Promise<{ fresh: number; existing: number }> => {
  const fresh: number[] = [];
  const existing: number[] = [];
  for (let time = 0; time < times; time++) {
    await withFolder(async (folder) => {
      fresh.push(await startAndStop(start, folder));
      existing.push(await startAndStop(start, folder));
    });
  }
  return { fresh: median(fresh), existing: median(existing) };
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const seconds = (value: number | undefined): string => (value === undefined ? "not measured here" : `${value.toFixed(2)} s`);

export const start: Row = {
  name: "start",
  how: "From the start of the process to the first 200 of GET /health: the median of 7 starts (2 of Prefect's) of the built package, SQLite.",
  run: async () => {
    const program = prefectProgram();
    const theirs = program === undefined ? undefined : await measureStarts((folder) => startPrefect(program, { folder }), 2);
    await withFolder((folder) => startAndStop((place) => startMillrace({ folder: place }), folder)); // the first start fills Node's code cache
    const ours = await measureStarts((folder) => startMillrace({ folder }), 7);
    return [
      { what: "start to first healthy answer, new database", prefect: seconds(theirs?.fresh), ours: seconds(ours.fresh), goal: "0.6 s" },
      { what: "the same, existing database", prefect: seconds(theirs?.existing), ours: seconds(ours.existing), goal: "0.3 s" },
    ];
  },
};

if (import.meta.main) await runAlone(start);
