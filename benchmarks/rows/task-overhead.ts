import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Program } from "../measure/program.ts";
import { attempt, type Row, runAlone } from "../measure/row.ts";
import { prefectProgram, root, startMillrace, startPrefect, withFolder } from "../measure/servers.ts";

const run = promisify(execFile);

/** Runs a script that prints milliseconds per call, against a server. */
const measureScript = async (server: Program, folder: string, command: readonly [string, ...string[]]): Promise<string> => {
  const [path, ...args] = command;
  try {
    const env = { ...process.env, PREFECT_API_URL: server.url, PREFECT_HOME: folder, PREFECT_LOGGING_LEVEL: "WARNING" };
    const { stdout } = await run(path, args, { env, timeout: 120_000 });
    const { millis } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { millis: number };
    return `${millis.toFixed(millis < 1 ? 2 : 1)} ms`;
  } finally {
    await server.stop();
  }
};

const client = join(root, "benchmarks/client");

export const taskOverhead: Row = {
  name: "task-overhead",
  how: "A flow calls an empty task 2,000 times (Python: 100 times), one after the other, and tells its server of every state; what one call takes.",
  run: async () => {
    const program = prefectProgram();
    const python = program === undefined ? undefined : join(dirname(program), "python");
    const theirs = await attempt(async () =>
      program === undefined || python === undefined
        ? undefined
        : withFolder(async (folder) =>
            measureScript(await startPrefect(program, { folder }), folder, [python, join(client, "tasks.py"), "100"]),
          ),
    );
    const built = join(root, ".cache/package/dist/index.js");
    const ours = await attempt(() =>
      withFolder(async (folder) =>
        measureScript(await startMillrace({ folder }), folder, [process.execPath, join(client, "tasks.ts"), built, "2000"]),
      ),
    );
    return [{ what: "task overhead, in process", prefect: `${theirs} (Python SDK)`, ours, goal: "0.5 ms" }];
  },
};

if (import.meta.main) await runAlone(taskOverhead);
