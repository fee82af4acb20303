import { startPgbouncer } from "./pgbouncer.ts";
import { closePlace, openPlace } from "./place.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";
import { type Place, type Running, Unavailable } from "./service.ts";

export interface Services {
  /** The variables that tell the tests where each service listens. */
  readonly environment: Readonly<Record<string, string>>;
  /** Which service is absent, and why, one sentence each. */
  readonly absent: readonly string[];
  readonly stop: () => Promise<void>;
}

type Outcome<S> = { readonly running: S } | { readonly absent: string };

/** A service that cannot start must not take the others with it: its tests are skipped, with the reason printed. */
const attempt = async <S>(name: string, start: () => Promise<S>): Promise<Outcome<S>> => {
  try {
    return { running: await start() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { absent: `${name}: ${why}${error instanceof Unavailable ? "" : " (it is installed, but does not start)"}` };
  }
};

const startPooler = (place: Place, postgres: Outcome<Postgres>): Promise<Outcome<Running>> =>
  "absent" in postgres
    ? Promise.resolve({ absent: "PgBouncer: it needs the PostgreSQL above." })
    : attempt("PgBouncer", () => startPgbouncer(place, postgres.running));

/** Starts what this machine has, on the loopback and free ports. A service the caller's environment already names is left to it. */
export const startServices = async (given: Readonly<Record<string, string | undefined>>): Promise<Services> => {
  const place = await openPlace();
  const wantsPostgres = given.MILLRACE_TEST_POSTGRES_URL === undefined;
  const wantsRedis = given.MILLRACE_TEST_REDIS_URL === undefined;
  const [postgres, redis] = await Promise.all([
    wantsPostgres ? attempt("PostgreSQL", () => startPostgres(place)) : undefined,
    wantsRedis ? attempt("Redis", () => startRedis(place)) : undefined,
  ]);
  const pooler = postgres === undefined ? undefined : await startPooler(place, postgres);
  const outcomes = { MILLRACE_TEST_POSTGRES_URL: postgres, MILLRACE_TEST_PGBOUNCER_URL: pooler, MILLRACE_TEST_REDIS_URL: redis };
  const started: [string, Running][] = [];
  const absent: string[] = [];
  for (const [variable, outcome] of Object.entries(outcomes)) {
    if (outcome === undefined) continue;
    if ("absent" in outcome) absent.push(outcome.absent);
    else started.push([variable, outcome.running]);
  }
  return {
    environment: Object.fromEntries(started.map(([variable, { url }]) => [variable, url])),
    absent,
    stop: async () => {
      for (const [, { stop }] of started.reverse()) await stop();
      await closePlace(place);
    },
  };
};
