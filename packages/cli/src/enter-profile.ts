import type { CommandContext } from "./command.ts";

/**
 * Lets flows that run in this process use the profile named with --profile. They read settings as every flow does, from the
 * environment, and so do the processes they start.
 */
export const enterProfile = ({ sources }: CommandContext): void => {
  const [first] = sources().layers;
  if (first?.name !== "profile") return;
  // biome-ignore lint/style/noProcessEnv: the environment is how settings reach flows in this process and in those it starts.
  for (const [name, value] of first.values) process.env[name] = String(value);
};
