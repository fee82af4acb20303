import type { TestProject } from "vitest/node";
import { pythonInterpreter } from "./python.ts";
import {
  calmSettings,
  type ServerUnderTest,
  type StartedServer,
  startMillrace,
  startMillraceOnPostgres,
  startPrefect,
  startPrefectOnPostgres,
} from "./servers.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The server under test, shared by the tests that compare. */
    readonly millrace: ServerUnderTest | undefined;
    /** The same on PostgreSQL; absent where there is none. */
    readonly millraceOnPostgres: ServerUnderTest | undefined;
    /** The server the client was made for, on PostgreSQL where there is one; absent when it does not start here. */
    readonly prefect: ServerUnderTest | undefined;
  }
}

const plain = ({ name, url }: StartedServer): ServerUnderTest => ({ name, url });

const options = { env: calmSettings };

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

/**
 * The reference takes 10 to 25 s to start, so one serves the whole test run. On SQLite it answers 503 to writes that meet, and now and
 * then stands still for a minute or loses states of task runs.
 */
const findReference = (python: string): Promise<StartedServer | undefined> =>
  (postgres === undefined ? startPrefect(python, options) : startPrefectOnPostgres(python, postgres, options)).catch((error: unknown) => {
    console.warn(`The reference server does not start here, so nothing is compared with it. ${String(error)}`);
    return undefined;
  });

/** Starts one server of each kind for all tests of the project. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  for (const name of ["millrace", "millraceOnPostgres", "prefect"] as const) project.provide(name, undefined);
  if (pythonInterpreter === undefined) return undefined;
  const reference = findReference(pythonInterpreter);
  const ours = await Promise.allSettled([
    startMillrace(options),
    ...(postgres === undefined ? [] : [startMillraceOnPostgres(postgres, options)]),
  ]);
  const started = ours.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const prefect = await reference;
  const stop = async (): Promise<void> => {
    await Promise.all([...started, prefect].map((server) => server?.stop()));
  };
  const failed = ours.find((each) => each.status === "rejected");
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const [millrace, onPostgres] = started;
  if (millrace !== undefined) project.provide("millrace", plain(millrace));
  if (onPostgres !== undefined) project.provide("millraceOnPostgres", plain(onPostgres));
  if (prefect !== undefined) project.provide("prefect", plain(prefect));
  return stop;
};
