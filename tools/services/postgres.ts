import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram, getProgram } from "./programs.ts";
import type { Place, Running } from "./service.ts";
import { findFreePort, runProgram, startProgram } from "./start-program.ts";

export interface Postgres extends Running {
  readonly port: number;
}

export const databaseUser = "millrace";

/** Settings with which it encrypts where a client asks for it; none where there is no program to make a certificate. */
const encryption = async (data: string, place: Place): Promise<readonly string[]> => {
  const openssl = findProgram("openssl");
  if (openssl === undefined) return [];
  const [key, certificate] = [join(data, "server.key"), join(data, "server.crt")];
  const named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  await runProgram(
    [openssl, "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2", "-keyout", key, "-out", certificate, ...named],
    place,
  );
  return ["ssl=on", `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`];
};

/** Roles that tests may make, for clients that have to encrypt or must not. */
const accessRules = `hostnossl all only_encrypted all reject
hostssl all only_plain all reject
`;

/** A new cluster, durable as in production (fsync on), that listens on the loopback and on a socket in its own folder. */
export const startPostgres = async (place: Place): Promise<Postgres> => {
  const initdb = getProgram("initdb", "postgresql");
  const path = getProgram("postgres", "postgresql");
  const data = join(place.folder, "postgres");
  // The templates need no sync: a crash of this machine ends the tests anyway. What the tests write is synced.
  await runProgram([initdb, "-D", data, "-U", databaseUser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"], place);
  const rules = join(data, "pg_hba.conf");
  await writeFile(rules, accessRules + (await readFile(rules, "utf8")));
  const port = await findFreePort();
  const settings = [
    ...(await encryption(data, place)),
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
