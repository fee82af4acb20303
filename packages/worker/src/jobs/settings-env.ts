import { clientSettings, findKnownSetting, listKnownSettings, ourPrefix, type Source, type Sources } from "@millrace/settings";

/** Names that mean this machine, or this process. */
const isLocal = (name: string): boolean =>
  /^(PREFECT|MILLRACE)_(_|TEST_|HOME$|PROFILES_PATH$|PROFILE$|LOCAL_STORAGE_PATH$|WORKER_|SERVER_)/.test(name);

/** Of two names for one setting ours counts, so it comes last. */
const inOrder = ({ values }: Source): readonly (readonly [string, unknown])[] =>
  [...values].toSorted(([one], [other]) => Number(one.startsWith(ourPrefix)) - Number(other.startsWith(ourPrefix)));

/**
 * Every setting of the client that somebody has set, as variables: a run's process finds them wherever it starts (workers.md §6). They
 * have the names that Python knows, whose programs read no others.
 */
export const settingsAsEnv = ({ layers }: Pick<Sources, "layers">): Record<string, string> => {
  const known = listKnownSettings({ client: clientSettings });
  return Object.fromEntries(
    layers
      .toReversed()
      .flatMap(inOrder)
      .flatMap(([name, value]): [string, string][] =>
        isLocal(name) || value === ""
          ? []
          : [[findKnownSetting(known, name)?.fullName ?? name, typeof value === "string" ? value : JSON.stringify(value)]],
      ),
  );
};
