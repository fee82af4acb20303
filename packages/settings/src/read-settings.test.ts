import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clientSettings, findUiUrl } from "./client-settings.ts";
import { defineSettings, type Section } from "./define-settings.ts";
import { bool, integer, port, text } from "./kinds.ts";
import { type ReadOptions, readSettings } from "./read-settings.ts";
import { listSettings } from "./report.ts";
import { SettingsError } from "./settings-error.ts";

const server = defineSettings({
  port: { env: "SERVER_API_PORT", type: port, default: 4200, doc: "Port." },
  limit: { env: "SERVER_API_DEFAULT_LIMIT", type: integer, default: 200, doc: "Rows of a page." },
  password: { env: "SERVER_DATABASE_PASSWORD", type: text, secret: true, doc: "Password." },
  store: { env: "SERVER_STORE", type: text, derive: ({ home }) => `${home}/store`, doc: "Ours alone." },
  ui: { env: "SERVER_UI_ENABLED", type: bool, default: true, doc: "Web interface." },
});
const sections = { server, client: clientSettings };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-settings-"));
  mkdirSync(join(dir, ".prefect"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const read = (options: ReadOptions<typeof sections> = {}) => readSettings(sections, { env: {}, cwd: dir, home: dir, ...options });
const put = (name: string, content: string): void => writeFileSync(join(dir, name), content);
const problemsOf = (options: ReadOptions<typeof sections>): readonly string[] => {
  try {
    read(options);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
};

describe("precedence", () => {
  test("each source gives way to the one before it, down to the default", () => {
    const steps: readonly { expected: number; file?: readonly [string, string]; options?: ReadOptions<typeof sections> }[] = [
      { expected: 4200 },
      { expected: 4, file: [".prefect/profiles.toml", 'active = "a"\n[profiles.a]\nPREFECT_SERVER_API_PORT = "4"'] },
      { expected: 3, file: ["pyproject.toml", "[tool.prefect.server.api]\nport = 3"] },
      { expected: 2, file: ["prefect.toml", "[server.api]\nport = 2"] },
      { expected: 1, file: [".env", "PREFECT_SERVER_API_PORT=1\nOTHER=x"] },
      { expected: 11, options: { env: { PREFECT_SERVER_API_PORT: "11" } } },
      { expected: 12, options: { env: { PREFECT_SERVER_API_PORT: "11", MILLRACE_SERVER_API_PORT: "12" } } },
      { expected: 0, options: { env: { PREFECT_SERVER_API_PORT: "11" }, overrides: { server: { port: 0 } } } },
    ];
    for (const { expected, file, options } of steps) {
      if (file !== undefined) put(...file);
      expect(read(options).values.server.port).toBe(expected);
    }
  });

  test("older names count, and the name of today wins over them", () => {
    expect(read({ env: { PREFECT_API_DEFAULT_LIMIT: "5" } }).values.server.limit).toBe(5);
    expect(read({ env: { PREFECT_API_DEFAULT_LIMIT: "5", PREFECT_SERVER_API_DEFAULT_LIMIT: "6" } }).values.server.limit).toBe(6);
  });

  test("a section that knows a setting by its older name reads the name of today too", () => {
    const section = defineSettings({ ui: { env: "UI_ENABLED", type: bool, default: true, doc: "Web interface." } });
    const from = (env: Record<string, string>) => readSettings({ server: section }, { env, cwd: dir, home: dir }).values.server.ui;
    expect([from({}), from({ PREFECT_SERVER_UI_ENABLED: "no" }), from({ PREFECT_UI_ENABLED: "no" })]).toEqual([true, false, false]);
  });

  test("names of the environment are read in any case", () => {
    expect(read({ env: { prefect_server_api_port: "7" } }).values.server.port).toBe(7);
  });

  test("an empty value hides lower sources and means the default", () => {
    put(".env", "PREFECT_API_URL=http://a/api\nPREFECT_SERVER_API_PORT=9");
    const { client, server: values } = read({ env: { PREFECT_API_URL: "", PREFECT_SERVER_API_PORT: "" } }).values;
    expect([client.apiUrl, values.port]).toEqual([undefined, 4200]);
  });
});

describe("profiles", () => {
  const saved = 'active = "b"\n[profiles.a]\nPREFECT_API_URL = "http://a/api"\n[profiles.b]\nPREFECT_API_URL = "http://b/api"\n';

  test("without a file the bundled profile starts a server in process", () => {
    const { values, sources } = read();
    expect([sources.profileName, values.client.serverEphemeralEnabled, values.client.apiUrl]).toEqual(["ephemeral", true, undefined]);
  });

  test("the active key, PREFECT_PROFILE and --profile choose one", () => {
    put(".prefect/profiles.toml", saved);
    expect(read().values.client.apiUrl).toBe("http://b/api");
    expect(read({ env: { PREFECT_PROFILE: "a" } }).values.client.apiUrl).toBe("http://a/api");
    expect(read({ profile: "local" }).values.client.apiUrl).toBe("http://127.0.0.1:4200/api");
  });

  test("a profile asked for beats the environment unless it is the active one", () => {
    put(".prefect/profiles.toml", saved);
    const env = { PREFECT_API_URL: "http://env/api" };
    expect(read({ env, profile: "a" }).values.client.apiUrl).toBe("http://a/api");
    expect(read({ env, profile: "b" }).values.client.apiUrl).toBe("http://env/api");
  });

  test("an unknown one named by the environment is a warning, one asked for is an error", () => {
    const { sources } = read({ env: { PREFECT_PROFILE: "gone" } });
    expect([sources.profileName, sources.warnings.length]).toEqual(["ephemeral", 1]);
    expect(problemsOf({ profile: "constructor" })).toHaveLength(1);
    expect(problemsOf({ profile: "gone" })).toEqual(['There is no profile "gone". Known profiles: ephemeral, local, test, cloud.']);
  });

  test("the file is where the home directory or the path setting says", () => {
    put("elsewhere.toml", saved);
    put("prefect.toml", 'profiles_path = "elsewhere.toml"');
    expect(read().values.client.apiUrl).toBe("http://b/api");
    const { sources, values } = read({ env: { MILLRACE_HOME: "~/other", PREFECT_PROFILES_PATH: "" } });
    expect([sources.home, values.server.store]).toEqual([join(dir, "other"), join(dir, "other/store")]);
  });
});

describe("what is wrong is said", () => {
  test("malformed values, all at once, with what would be accepted, secrets masked", () => {
    const section: { readonly server: Section } = {
      server: defineSettings({ pin: { env: "SERVER_PIN", type: integer, secret: true, doc: "Pin." }, port: server.port }),
    };
    const env = { MILLRACE_SERVER_PIN: "hunter2", PREFECT_SERVER_API_PORT: "abc" };
    expect(() => readSettings(section, { env, cwd: dir, home: dir })).toThrow(
      new SettingsError([
        'MILLRACE_SERVER_PIN is "********" (from env); it takes a whole number from 0 up.',
        'PREFECT_SERVER_API_PORT is "abc" (from env); it takes a whole number from 0 to 65535.',
      ]),
    );
    expect(new SettingsError(["PREFECT_X is wrong."]).stack).toBe("SettingsError: PREFECT_X is wrong.");
  });

  test("a misspelt name of ours, with the one meant", () => {
    expect(problemsOf({ env: { MILLRACE_SERVER_API_PROT: "1" } })).toEqual([
      "MILLRACE_SERVER_API_PROT is not a setting of Millrace. Did you mean MILLRACE_SERVER_API_PORT?",
    ]);
    expect(problemsOf({ env: { MILLRACE_ZZZZZZ: "1" } })).toHaveLength(1);
  });

  test("names of the Python client that nothing here uses are no error, nor are internal ones", () => {
    const env = {
      PREFECT_SERVER_DOCKET_NAME: "x",
      PREFECT_WHATEVER: "y",
      MILLRACE_SERVER_DOCKET_NAME: "x",
      MILLRACE__RUN: "z",
      MILLRACE_TEST_POSTGRES_URL: "postgresql://db/name",
      PREFECT__RUN: "z",
    };
    expect(problemsOf({ env })).toEqual([]);
  });

  test("names of the server are left to whoever reads the server's settings", () => {
    const env = { MILLRACE_SERVER_SOMETHING_OF_ITS_OWN: "1" };
    expect(readSettings({ client: clientSettings }, { env, cwd: dir, home: dir }).values.client.clientMaxRetries).toBe(5);
    expect(problemsOf({ env })).toHaveLength(1);
  });

  test.each(["prefect.toml", "pyproject.toml", ".prefect/profiles.toml"])("broken TOML in %s names the file and the line", (name) => {
    put(name, 'x = "prefect"\n[broken');
    expect(problemsOf({})[0]).toMatch(`${join(dir, name)} is not valid TOML at line 2: `);
  });
});

describe("listSettings", () => {
  test("names the source of each, masks secrets, uses the names of today", () => {
    put("prefect.toml", "[server.api]\nport = 4290");
    const env = {
      PREFECT_SERVER_DATABASE_PASSWORD: "pw",
      MILLRACE_API_DEFAULT_LIMIT: "3",
      PREFECT_SERVER_DOCKET_NAME: "d",
      MILLRACE_SERVER_STORE: "/s",
    };
    expect(listSettings(read({ env })).map(({ doc, ...each }) => each)).toEqual([
      { name: "MILLRACE_SERVER_STORE", value: "/s", source: "env" },
      { name: "PREFECT_SERVER_API_DEFAULT_LIMIT", value: "3", source: "env" },
      { name: "PREFECT_SERVER_API_PORT", value: "4290", source: "prefect.toml" },
      { name: "PREFECT_SERVER_DATABASE_PASSWORD", value: "********", source: "env" },
      { name: "PREFECT_SERVER_DOCKET_NAME", value: "d", source: "env" },
      { name: "PREFECT_SERVER_EPHEMERAL_ENABLED", value: "true", source: "profile" },
    ]);
    expect(listSettings(read({ env }), { secrets: true }).find(({ name }) => name.endsWith("PASSWORD"))?.value).toBe("pw");
  });

  test("with defaults it lists every setting of the sections, with its sentence", () => {
    const all = listSettings(read(), { defaults: true });
    expect(all).toHaveLength(Object.keys(server).length + Object.keys(clientSettings).length);
    expect(all.find(({ name }) => name === "PREFECT_SERVER_API_PORT")).toEqual({
      name: "PREFECT_SERVER_API_PORT",
      value: "4200",
      source: "defaults",
      doc: "Port.",
    });
  });
});

test("the web interface is beside the API", () => {
  expect(findUiUrl({ uiUrl: undefined, apiUrl: "http://h:4200/api/" })).toBe("http://h:4200");
  expect(findUiUrl({ uiUrl: "http://ui", apiUrl: "http://h/api" })).toBe("http://ui");
  expect(findUiUrl({ uiUrl: undefined, apiUrl: undefined })).toBeUndefined();
});
