import { afterAll, test } from "vitest";

/**
 * The tests of the core features once more, on PostgreSQL behind a real pooler in transaction mode: each transaction may
 * get another connection, so nothing may rely on a session.
 */
const { MILLRACE_TEST_PGBOUNCER_URL: pooler } = process.env;

if (pooler === undefined) {
  test.skipIf(true)("PostgreSQL through a pooler (MILLRACE_TEST_PGBOUNCER_URL names none)", () => undefined);
} else {
  process.env.MILLRACE_TEST_DATABASES = "pooler";
  afterAll(() => {
    delete process.env.MILLRACE_TEST_DATABASES;
  });
  await import("./features/flows/flows.test.ts");
  await import("./features/flow-runs/flow-runs.test.ts");
  await import("./features/task-runs/task-runs.test.ts");
  await import("./features/logs/logs.test.ts");
}
