export { createPostgresDatabase, type DatabaseKind, databaseKinds, type TestDatabase } from "./databases.ts";
export { onEveryDatabase, type ServerTest } from "./on-every-database.ts";
export { type Ask, createListRequests, type ListRequest } from "./seed/list-requests.ts";
export { type Soil, seed } from "./seed/seed.ts";
export { type Sizes, sizesFor } from "./seed/sizes.ts";
export { type Answer, startTestServer, type TestServer, testSettings, uniqueName } from "./start-test-server.ts";
export { createTestClock, type TestClock } from "./test-clock.ts";
