import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type { SqlText } from "./connection.ts";
import { type LeftText, runOn } from "./sqlite-rows.ts";

/** The thread that runs long reads on a SQLite file, one after the other; see heavy-reads.ts. */
const { path, busyMillis } = workerData as { path: string; busyMillis: number };
const database = new DatabaseSync(path, { readOnly: true, timeout: busyMillis });
// Numbers that keep their text cannot travel; what holds them is parsed where it arrives.
const left: LeftText[] = [];
const run = runOn(database, (place) => left.push(place) > 0);

parentPort?.on("message", ({ id, query }: { id: number; query: SqlText }) => {
  try {
    left.length = 0;
    parentPort?.postMessage({ id, rows: run(query).rows, left });
  } catch (error) {
    // An error's own fields do not travel with it.
    parentPort?.postMessage({ id, failure: error, errcode: (error as { errcode?: number }).errcode });
  }
});
