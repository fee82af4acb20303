/** The profile named with --profile, for what runs beside this command. */
import type { CommandContext } from "./command.ts";

type Knows = Pick<CommandContext, "sources">;

/** The values that go before all others because somebody named their profile. */
const namedValues = ({ sources }: Knows): ReadonlyMap<string, unknown> | undefined => {
  const [first] = sources().layers;
  return first?.name === "profile" ? first.values : undefined;
};

/** The words that make another command use the same profile. */
export const profileWords = (context: Knows): readonly string[] =>
  namedValues(context) === undefined ? [] : ["--profile", context.sources().profileName];

/** Lets flows in this process, and those in processes they start, use the profile: they read settings from the environment. */
export const enterProfile = (context: Knows): void => {
  // biome-ignore lint/style/noProcessEnv: the environment is how settings reach flows in this process and in those it starts.
  for (const [name, value] of namedValues(context) ?? []) process.env[name] = String(value);
};
