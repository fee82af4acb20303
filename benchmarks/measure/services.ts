import { randomBytes } from "node:crypto";
import pg from "pg";
import { type Services, startServices } from "../../tools/services/start-services.ts";

let services: Promise<Services> | undefined;

const run = async (url: string, text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
};

/** A new database on a private PostgreSQL that all rows share; undefined where it is not installed. */
export const createPostgresDatabase = async (): Promise<string | undefined> => {
  services ??= startServices(process.env);
  const server = (await services).environment.MILLRACE_TEST_POSTGRES_URL ?? process.env.MILLRACE_TEST_POSTGRES_URL;
  if (server === undefined) return undefined;
  const name = `bench_${randomBytes(4).toString("hex")}`;
  await run(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};

export const closeServices = async (): Promise<void> => {
  await (await services)?.stop();
};
