import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Row, runAlone } from "../measure/row.ts";
import { ourProgram, prefectProgram } from "../measure/servers.ts";

const run = promisify(execFile);

/** Seconds a command takes: the median of some runs, after one that fills the caches. */
const measureCommand = async (path: string, args: readonly string[], times: number): Promise<string> => {
  const taken: number[] = [];
  for (let time = 0; time <= times; time++) {
    const start = performance.now();
    await run(path, args, { timeout: 60_000 });
    if (time > 0) taken.push((performance.now() - start) / 1000);
  }
  return `${(taken.toSorted((one, other) => one - other)[Math.floor(times / 2)] ?? Number.NaN).toFixed(2)} s`;
};

const measureOption = async (option: string) => {
  const prefect = prefectProgram();
  return {
    what: option,
    prefect: prefect === undefined ? "not measured here" : await measureCommand(prefect, [option], 3),
    ours: await measureCommand(process.execPath, [ourProgram, option], 11),
  };
};

export const commandLine: Row = {
  name: "command-line",
  how: "The whole process: the median of 11 runs (3 of Prefect's) of the built package.",
  run: async () => [
    { ...(await measureOption("--version")), goal: "0.12 s" },
    { ...(await measureOption("--help")), goal: "0.18 s" },
  ],
};

if (import.meta.main) await runAlone(commandLine);
