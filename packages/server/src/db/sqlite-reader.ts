import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type { SqlText } from "./connection.ts";
import { readOn } from "./sqlite-rows.ts";

/** The thread that runs long reads on a SQLite file, one after the other; see heavy-reads.ts. */
const { path, busyMillis } = workerData as { path: string; busyMillis: number };
const database = new DatabaseSync(path, { readOnly: true, timeout: busyMillis });
// As the writer has: in less, what a history of a busy day sorts goes to a file and back, which takes as long again.
database.exec("pragma cache_size = -8000");
const read = readOn(database);

parentPort?.on("message", ({ id, query }: { id: number; query: SqlText }) => {
  try {
    parentPort?.postMessage({ id, found: read(query) });
  } catch (error) {
    // An error's own fields do not travel with it.
    parentPort?.postMessage({ id, failure: error, errcode: (error as { errcode?: number }).errcode });
  }
});
