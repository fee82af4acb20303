import { expect, test } from "vitest";
import { settingsAsEnv } from "./settings-env.ts";

test("settings reach runs under the names that Python knows, those of the machine aside", () => {
  const source = (name: "env" | "profile", values: Readonly<Record<string, unknown>>) => ({
    name,
    values: new Map(Object.entries(values)),
  });
  const layers = [
    source("env", {
      MILLRACE_API_AUTH_STRING: "user:ours",
      PREFECT_API_AUTH_STRING: "user:theirs",
      MILLRACE_WORKER_PYTHON: "/usr/bin/python3",
      PREFECT_HOME: "/srv/worker",
      MILLRACE_UNHEARD_OF: "kept",
    }),
    source("profile", {
      PREFECT_API_AUTH_STRING: "user:of-the-profile",
      PREFECT_DEFAULT_WORK_POOL_NAME: "by-its-old-name",
      PREFECT_CLIENT_MAX_RETRIES: 3,
      PREFECT_API_KEY: "",
    }),
  ];
  expect(settingsAsEnv({ layers })).toEqual({
    PREFECT_API_AUTH_STRING: "user:ours",
    PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME: "by-its-old-name",
    PREFECT_CLIENT_MAX_RETRIES: "3",
    MILLRACE_UNHEARD_OF: "kept",
  });
});
