import type { Sources } from "@millrace/settings";

/** Names that mean this machine, or this process. */
const isLocal = (name: string): boolean =>
  /^(PREFECT|MILLRACE)_(_|TEST_|HOME$|PROFILES_PATH$|PROFILE$|LOCAL_STORAGE_PATH$|WORKER_|SERVER_)/.test(name);

/** Every setting of the client that somebody has set, as variables: a run's process finds them wherever it starts (workers.md §6). */
export const settingsAsEnv = ({ layers }: Sources): Record<string, string> =>
  Object.fromEntries(
    layers
      .toReversed()
      .flatMap(({ values }) =>
        [...values].flatMap(([name, value]): [string, string][] =>
          isLocal(name) || value === "" ? [] : [[name, typeof value === "string" ? value : JSON.stringify(value)]],
        ),
      ),
  );
