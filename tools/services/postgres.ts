import { join } from "node:path";
import { getProgram } from "./programs.ts";
import type { Place, Running } from "./service.ts";
import { findFreePort, runProgram, startProgram } from "./start-program.ts";

export interface Postgres extends Running {
  readonly port: number;
}

export const databaseUser = "millrace";

/** A new cluster, durable as in production (fsync on), that listens on the loopback and on a socket in its own folder. */
export const startPostgres = async (place: Place): Promise<Postgres> => {
  const initdb = getProgram("initdb", "postgresql");
  const path = getProgram("postgres", "postgresql");
  const data = join(place.folder, "postgres");
  // The templates need no sync: a crash of this machine ends the tests anyway. What the tests write is synced.
  await runProgram([initdb, "-D", data, "-U", databaseUser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"], place);
  const port = await findFreePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    `unix_socket_directories=${place.folder}`,
    "fsync=on",
    "max_connections=300",
    "logging_collector=off",
  ];
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const stop = await startProgram({ path, args, ready: /database system is ready to accept connections/, stopSignal: "SIGINT" }, place);
  return { port, stop, url: `postgresql://${databaseUser}@127.0.0.1:${port}/postgres` };
};
