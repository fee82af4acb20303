/** A process that is started before there is a run for it, so that the run does not wait for the process. */

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

/** Waits for the run this process is for and gives its id. Ends with whoever started it. */
export const waitForRun = async (): Promise<string> => {
  // The first request of a process loads what all of them need.
  await fetch("data:,");
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
