/** A process that is started before there is a run for it, so that the run does not wait for the process. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadFlow } from "../loading/load-flow.ts";
import { createSession } from "../session/create-session.ts";
import type { KnownRun } from "./known-run.ts";

/** What such a process is told once there is one. */
export interface Assignment {
  /** The whole environment, in place of the one it was started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly known: KnownRun;
}

/** In place of a run's id on the command line. */
export const waitMark = "--wait";

const replaceEnvironment = (env: Assignment["env"]): void => {
  // biome-ignore lint/style/noProcessEnv: the process becomes that of the run, whose environment this is.
  const current = process.env;
  for (const name of Object.keys(current)) if (!Object.hasOwn(env, name)) delete current[name];
  Object.assign(current, env);
};

/** What flows import, so that it is there when theirs is. */
const loadPackage = async (): Promise<void> => {
  await import(pathToFileURL(createRequire(import.meta.url).resolve("millrace")).href);
};

/** The first session and the first request of a process take several times as long as those that follow. */
const askOnce = (): Promise<void> => createSession({}).client.prepare();

/** The same goes for the first file of flows, tenfold for one in TypeScript. */
const loadOnce = async (extension: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-rehearsal-"));
  await writeFile(join(folder, `flow${extension}`), "export function rehearsal() {}");
  await loadFlow(`flow${extension}:rehearsal`, folder).finally(() => rm(folder, { recursive: true }));
};

/**
 * Waits for the run this process is for and gives what is known of it. Makes itself ready for files with an extension such as `.ts`.
 * Ends with whoever started it.
 */
export const waitForRun = async (extension = ".mjs"): Promise<KnownRun> => {
  await Promise.allSettled([loadPackage(), askOnce(), loadOnce(extension)]);
  const { promise, resolve } = Promise.withResolvers<Assignment>();
  const leave = (): void => process.exit(0);
  process.once("message", (message) => resolve(message as Assignment));
  process.once("disconnect", leave);
  const { env, cwd, known } = await promise;
  process.off("disconnect", leave);
  process.disconnect?.();
  replaceEnvironment(env);
  process.chdir(cwd);
  return known;
};
