import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { databaseUser, type Postgres } from "./postgres.ts";
import { getProgram } from "./programs.ts";
import type { Place, Running } from "./service.ts";
import { findFreePort, startProgram } from "./start-program.ts";

const configuration = (port: number, postgres: Postgres, folder: string): string => `
[databases]
* = host=127.0.0.1 port=${postgres.port} user=${databaseUser}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir = ${folder}
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
ignore_startup_parameters = extra_float_digits
`;

/** A pooler in transaction mode before the given cluster: every database of it, under the same names. */
export const startPgbouncer = async (place: Place, postgres: Postgres): Promise<Running> => {
  const path = getProgram("pgbouncer", "pgbouncer");
  const port = await findFreePort();
  const file = join(place.folder, "pgbouncer.ini");
  await writeFile(file, configuration(port, postgres, place.folder));
  const stop = await startProgram({ path, args: [file], ready: /process up/, stopSignal: "SIGINT" }, place);
  return { stop, url: `postgresql://${databaseUser}@127.0.0.1:${port}/postgres` };
};
