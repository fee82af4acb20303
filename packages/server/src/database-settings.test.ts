import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "@millrace/settings";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseSettings, databaseUrlOf } from "./database-settings.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "millrace-database-settings-"));
});
afterAll(() => rmSync(home, { recursive: true }));

/** The database of an environment, each variable without the beginning of its name. */
const database = (env: Readonly<Record<string, string>>): string => {
  const named = Object.entries(env).map(([name, value]) => [`PREFECT_SERVER_DATABASE_${name}`, value]);
  const { values } = readSettings({ database: databaseSettings }, { cwd: home, env: { PREFECT_HOME: home, ...Object.fromEntries(named) } });
  return databaseUrlOf(values.database);
};

const parts = { DRIVER: "postgresql+asyncpg", HOST: "db", USER: "ada", PASSWORD: "p@ss/w:rd", NAME: "runs" };

describe("the database", () => {
  test("is a file in the home directory unless something says otherwise", () => {
    expect(database({})).toBe(`sqlite:///${home}/prefect.db`);
    expect(database({ HOST: "db" })).toBe(`sqlite:///${home}/prefect.db`);
    expect(database({ DRIVER: "sqlite+aiosqlite", NAME: "/data/runs.db" })).toBe("sqlite:////data/runs.db");
  });

  test("is named by its parts where there is a driver, and by a URL before that", () => {
    expect(database(parts)).toBe("postgresql+asyncpg://ada:p%40ss%2Fw%3Ard@db:5432/runs");
    expect(database({ ...parts, HOST: "::1", PORT: "6432", PASSWORD: "" })).toBe("postgresql+asyncpg://ada@[::1]:6432/runs");
    expect(database({ ...parts, CONNECTION_URL: "sqlite:///mine.db" })).toBe("sqlite:///mine.db");
  });

  test("is refused with what is missing", () => {
    expect(() => database({ DRIVER: "postgresql+asyncpg", USER: "ada" })).toThrow(
      "PREFECT_SERVER_DATABASE_DRIVER is postgresql+asyncpg, which needs PREFECT_SERVER_DATABASE_HOST and PREFECT_SERVER_DATABASE_NAME too.",
    );
    expect(() => database({ DRIVER: "mysql" })).toThrow('PREFECT_SERVER_DATABASE_DRIVER is "mysql" (from env); it takes one of');
  });

  test.each([
    ["p@ss", "p%40ss"],
    ["p%40ss", "p%40ss"],
    ["50%", "50%25"],
  ])("has the password %s put where its URL asks for it", (password, written) => {
    const url = `postgresql+asyncpg://ada:${"$"}{PREFECT_SERVER_DATABASE_PASSWORD}@db/runs`;
    expect(database({ CONNECTION_URL: url, PASSWORD: password })).toBe(`postgresql+asyncpg://ada:${written}@db/runs`);
    expect(() => database({ CONNECTION_URL: url })).toThrow("asks for PREFECT_SERVER_DATABASE_PASSWORD, which is not set");
  });

  test("is spoken to as further settings say, unless its URL says how", () => {
    const tls = (name: string) => `SQLALCHEMY_CONNECT_ARGS_TLS_${name}`;
    const further = { [tls("ENABLED")]: "true", [tls("CA_FILE")]: "/ca.pem", [tls("CHECK_HOSTNAME")]: "false" };
    const named = { SQLALCHEMY_CONNECT_ARGS_APPLICATION_NAME: "runs", SQLALCHEMY_CONNECT_ARGS_SEARCH_PATH: "flows, public" };
    const parametersOf = (env: Readonly<Record<string, string>>) => Object.fromEntries(new URL(database(env)).searchParams);
    expect(parametersOf({ ...parts, ...further, ...named })).toEqual({
      sslmode: "verify-ca",
      sslrootcert: "/ca.pem",
      application_name: "runs",
      options: "-c search_path=flows,public",
    });
    expect(parametersOf({ ...parts, [tls("ENABLED")]: "true" })).toEqual({ sslmode: "verify-full" });
    expect(parametersOf({ ...further, CONNECTION_URL: "postgresql://db/runs?sslmode=disable" })).toEqual({ sslmode: "disable" });
    expect(database({ ...named, CONNECTION_URL: "sqlite:///runs.db" })).toBe("sqlite:///runs.db");
  });
});
