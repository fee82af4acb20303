export { createPostgresDatabase, type DatabaseKind, databaseKinds, type TestDatabase } from "./databases.ts";
export { onEveryDatabase, type ServerTest } from "./on-every-database.ts";
export { type Answer, startTestServer, type TestServer, testSettings, uniqueName } from "./start-test-server.ts";
export { createTestClock, type TestClock } from "./test-clock.ts";
