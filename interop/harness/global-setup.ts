import type { TestProject } from "vitest/node";
import { pythonInterpreter } from "./python.ts";
import { type ServerUnderTest, type StartedServer, startMillrace, startPrefect } from "./servers.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The server under test, shared by the tests that compare. */
    readonly millrace: ServerUnderTest | undefined;
    /** The server the client was made for; absent when it does not start here. */
    readonly prefect: ServerUnderTest | undefined;
  }
}

const plain = ({ name, url }: StartedServer): ServerUnderTest => ({ name, url });

const env = {
  // On a busy machine a run may start many seconds late; it must not be called Late on one server alone.
  PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS: "600",
  // The reference plans schedules in passes of this length.
  PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS: "5",
};

/** The reference takes 10 to 25 s to start, so one serves the whole test run. */
const findReference = (python: string): Promise<StartedServer | undefined> =>
  startPrefect(python, { env }).catch((error: unknown) => {
    console.warn(`The reference server does not start here, so nothing is compared with it. ${String(error)}`);
    return undefined;
  });

/** Starts one server of each kind for all tests of the project. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  project.provide("millrace", undefined);
  project.provide("prefect", undefined);
  if (pythonInterpreter === undefined) return undefined;
  const reference = findReference(pythonInterpreter);
  const millrace = await startMillrace({ env }).catch(async (error: unknown) => {
    await (await reference)?.stop();
    throw error;
  });
  const prefect = await reference;
  project.provide("millrace", plain(millrace));
  if (prefect !== undefined) project.provide("prefect", plain(prefect));
  return async () => {
    await Promise.all([millrace.stop(), prefect?.stop()]);
  };
};
