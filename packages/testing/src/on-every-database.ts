import type { ServerSettings } from "@millrace/server";
import { afterAll, beforeAll, describe, test } from "vitest";
import { databaseKinds, type TestDatabase } from "./databases.ts";
import { startTestServer, type TestServer } from "./start-test-server.ts";

/** One test against a running server. The server is shared by the tests of a block, so each uses names of its own. */
export type ServerTest = (title: string, body: (given: { readonly server: TestServer }) => Promise<void>) => void;

/** Runs a block of tests once per database, on a fresh server each. */
export const onEveryDatabase = (title: string, define: (it: ServerTest) => void, settings: Partial<ServerSettings> = {}): void => {
  const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;
  for (const kind of databaseKinds(process.env)) {
    describe(`${title} on ${kind.name}`, () => {
      let database: TestDatabase;
      let server: TestServer;
      beforeAll(async () => {
        database = await kind.create();
        server = await startTestServer({ ...settings, databaseUrl: database.url });
      });
      afterAll(async () => {
        await server?.stop();
        await database?.drop();
      });
      define((name, body) => test(name, () => body({ server })));
    });
  }
  if (postgres === undefined) test.skip(`${title} on PostgreSQL (MILLRACE_TEST_POSTGRES_URL names no server)`, () => undefined);
};
