/** A process that is started before there is a run for it, so that the run does not wait for the process. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { createSession } from "../session/create-session.ts";

/** What such a process is told once there is one. */
export interface Assignment {
  readonly id: string;
  /** The whole environment, in place of the one it was started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
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
const askOnce = async (): Promise<void> => {
  const { client } = createSession({});
  const answer = await fetch(`${client.url}/health`);
  await answer.text();
};

/** Waits for the run this process is for and gives its id. Ends with whoever started it. */
export const waitForRun = async (): Promise<string> => {
  await Promise.allSettled([loadPackage(), askOnce()]);
  const { promise, resolve } = Promise.withResolvers<Assignment>();
  const leave = (): void => process.exit(0);
  process.once("message", (message) => resolve(message as Assignment));
  process.once("disconnect", leave);
  const { id, env, cwd } = await promise;
  process.off("disconnect", leave);
  process.disconnect?.();
  replaceEnvironment(env);
  process.chdir(cwd);
  return id;
};
