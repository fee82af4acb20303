import { databaseKinds, type TestDatabase } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withHome } from "./harness/python.ts";
import { type StartedServer, startMillrace } from "./harness/servers.ts";
import { startProgram } from "./harness/start-program.ts";

/** The program that makes up requests from the API's document; `make interop` names it. */
const fuzzer = process.env.MILLRACE_TEST_FUZZER;

/** How long it may go on, in seconds: the second database shows what differs from the first. */
const seconds: Readonly<Record<string, number>> = { SQLite: 45, PostgreSQL: 20 };

const options = [
  "--checks=not_a_server_error",
  // A request that is not answered in this many seconds is a failure as well.
  "--request-timeout=20",
  "--phases=fuzzing",
  "--mode=all",
  "--seed=1",
  "--workers=2",
  "--no-shrink",
  "--continue-on-failure",
  "--suppress-health-check=all",
  "--warnings=off",
  "--no-color",
];

describe.skipIf(fuzzer === undefined).each(databaseKinds(process.env).map((kind) => [kind.name, kind] as const))("on %s", (name, kind) => {
  let database: TestDatabase;
  let server: StartedServer;
  beforeAll(async () => {
    database = await kind.create();
    server = await startMillrace({ env: { PREFECT_SERVER_DATABASE_CONNECTION_URL: database.url } });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  test("no request that can be made up from the API's document makes the server fail or hang", async () => {
    if (fuzzer === undefined) return;
    const time = `--max-time=${seconds[name] ?? 20}`;
    // It keeps notes where it runs.
    const { ended, output } = await withHome(async (cwd) => {
      const program = startProgram(fuzzer, ["run", `${server.url}/openapi.json`, time, ...options], { cwd });
      return { ended: await program.ended, output: program.output() };
    });
    expect(output).toMatch(/[1-9]\d* generated, [1-9]\d* passed/);
    expect(ended, output).toBe(0);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});
