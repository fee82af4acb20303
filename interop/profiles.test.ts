import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownProgram } from "../packages/cli/src/own-program.ts";
import { pythonInterpreter, withHome } from "./harness/python.ts";

interface Settings {
  readonly profile: string;
  readonly settings: readonly { readonly name: string; readonly value: string; readonly source: string }[];
}

/** What a program prints; rejects when it fails, unless it may. */
const run = (words: readonly string[], { cwd, env, mayFail = false }: { cwd: string; env: Record<string, string>; mayFail?: boolean }) =>
  new Promise<string>((resolve, reject) => {
    const [program = "", ...args] = words;
    const child = execFile(program, args, { cwd, env }, (error, stdout, stderr) => {
      if (error === null || mayFail) resolve(stdout);
      else reject(new Error(`${words.join(" ")} failed: ${stderr}${stdout}`));
    });
    child.stdin?.end();
  });

/** The settings that somebody set, as a program lists them; those of the machine it runs on aside. */
const readSettings = async (program: readonly string[], at: { cwd: string; env: Record<string, string> }): Promise<Settings> => {
  const { profile, settings } = JSON.parse(await run([...program, "config", "view", "--output", "json"], at)) as Settings;
  return {
    profile,
    settings: settings
      .filter(({ name }) => !["PREFECT_HOME", "PREFECT_PROFILES_PATH"].includes(name))
      .map(({ name, value, source }) => ({ name, value, source })),
  };
};

test.skipIf(pythonInterpreter === undefined)("profiles and settings files mean the same to Python and to us, whoever wrote them", () =>
  withHome(async (home) => {
    const cwd = join(home, "project");
    await mkdir(cwd);
    const { PATH = "" } = process.env;
    const at = { cwd, env: { PATH, HOME: home, PREFECT_HOME: join(home, "prefect"), NO_COLOR: "1", COLUMNS: "200" } };
    const ours = [process.execPath, ownProgram];
    const theirs = [pythonInterpreter ?? "", "-m", "prefect"];

    // Ours writes what may trouble a TOML reader; theirs adds to it.
    await run([...ours, "profile", "create", "work"], at);
    await run([...ours, "profile", "use", "work"], { ...at, mayFail: true });
    await run(
      [...ours, "config", "set", "PREFECT_API_URL=http://127.0.0.1:4321/api", 'PREFECT_RESULTS_DEFAULT_STORAGE_BLOCK=a"b\\c é'],
      at,
    );
    await run([...theirs, "config", "set", "PREFECT_RESULTS_PERSIST_BY_DEFAULT=true"], at);
    await run([...ours, "config", "set", "PREFECT_DEFAULT_WORK_POOL_NAME=by-its-old-name"], at);

    // Each file sets one more thing than the ones below it, and one that they set too.
    await writeFile(join(cwd, "pyproject.toml"), '[tool.prefect]\nclient.max_retries = 1\nlogging.level = "ERROR"\n');
    await writeFile(join(cwd, "prefect.toml"), '[client]\nretry_jitter_factor = 0.5\n[logging]\nlevel = "WARNING"\n');
    await writeFile(join(cwd, ".env"), "PREFECT_API_REQUEST_TIMEOUT=12\nPREFECT_LOGGING_LEVEL=DEBUG\n");

    const [seenByUs, seenByThem] = [await readSettings(ours, at), await readSettings(theirs, at)];
    expect(seenByUs).toEqual(seenByThem);
    expect(seenByUs.profile).toBe("work");
    expect(Object.fromEntries(seenByUs.settings.map(({ name, value, source }) => [name, `${value} from ${source}`]))).toMatchObject({
      PREFECT_API_URL: "http://127.0.0.1:4321/api from profile",
      PREFECT_RESULTS_DEFAULT_STORAGE_BLOCK: 'a"b\\c é from profile',
      PREFECT_RESULTS_PERSIST_BY_DEFAULT: "true from profile",
      PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME: "by-its-old-name from profile",
      PREFECT_CLIENT_MAX_RETRIES: "1 from pyproject.toml",
      PREFECT_CLIENT_RETRY_JITTER_FACTOR: "0.5 from prefect.toml",
      PREFECT_LOGGING_LEVEL: "DEBUG from .env file",
    });
    expect(JSON.parse(await run([...ours, "profile", "ls", "-o", "json"], at))).toEqual(
      JSON.parse(await run([...theirs, "profile", "ls", "-o", "json"], at)),
    );
  }),
);
