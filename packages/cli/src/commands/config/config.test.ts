import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CapturedOptions, runCaptured } from "../../fixtures/captured-host.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-config-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const run = (line: string, options: Partial<CapturedOptions> = {}) => runCaptured(line.split(" "), { dir, ...options });
const profilesPath = (): string => join(dir, ".prefect", "profiles.toml");
const saved = (): string => (existsSync(profilesPath()) ? readFileSync(profilesPath(), "utf8") : "");
const save = (content: string): void => {
  mkdirSync(dirname(profilesPath()), { recursive: true });
  writeFileSync(profilesPath(), content);
};

describe("config set", () => {
  test("saves into the active profile, which keeps what it had", async () => {
    save('active = "demo"\n[profiles.demo]\nPREFECT_CLI_COLORS = "false"\n');
    const { code, stdout } = await run("config set PREFECT_API_URL=http://127.0.0.1:4231/api MILLRACE_LOGGING_LEVEL=DEBUG");
    expect([code, stdout]).toEqual([
      0,
      "PREFECT_API_URL is now 'http://127.0.0.1:4231/api'.\nPREFECT_LOGGING_LEVEL is now 'DEBUG'.\nSaved in profile 'demo'.\n",
    ]);
    expect(saved()).toBe(
      'active = "demo"\n\n[profiles.demo]\nPREFECT_CLI_COLORS = "false"\nPREFECT_API_URL = "http://127.0.0.1:4231/api"\nPREFECT_LOGGING_LEVEL = "DEBUG"\n',
    );
  });

  test("an old name is stored under the name of today and never twice", async () => {
    save('active = "demo"\n[profiles.demo]\nPREFECT_DEFAULT_WORK_POOL_NAME = "old"\n');
    await run("config set PREFECT_DEFAULT_WORK_POOL_NAME=my-pool");
    expect(saved()).toBe('active = "demo"\n\n[profiles.demo]\nPREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME = "my-pool"\n');
  });

  test("a name that only Millrace knows keeps its own prefix, so that the Python client does not stumble over it", async () => {
    await run("config set MILLRACE_SERVER_SERVICES_ENABLED=false");
    expect(saved()).toContain('MILLRACE_SERVER_SERVICES_ENABLED = "false"');
  });

  test("a home that is no folder is named, and is nobody's defect", async () => {
    writeFileSync(join(dir, "file"), "");
    const { code, stderr } = await run("config set PREFECT_LOGGING_LEVEL=INFO", { env: { PREFECT_HOME: join(dir, "file") } });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^\S+file cannot be used: .*\nCorrect that, or name another directory/)]);
  });

  test("secrets are not echoed", async () => {
    const { stdout } = await run("config set PREFECT_API_KEY=pnu_secret");
    expect(stdout).not.toContain("pnu_secret");
    expect(saved()).toContain('PREFECT_API_KEY = "pnu_secret"');
  });

  test("says when the environment wins", async () => {
    const { code, stderr } = await run("config set PREFECT_LOGGING_LEVEL=INFO", { env: { PREFECT_LOGGING_LEVEL: "ERROR" } });
    expect([code, stderr]).toEqual([
      0,
      "The environment sets PREFECT_LOGGING_LEVEL too, and that wins. To clear it: unset PREFECT_LOGGING_LEVEL\n",
    ]);
  });

  test.each([
    ["NOPE=1", 'There is no setting "NOPE".'],
    ["PREFECT_API_ULR=http://x", 'There is no setting "PREFECT_API_ULR". Did you mean PREFECT_API_URL?'],
    ["prefect_server_api_port=4299", 'There is no setting "prefect_server_api_port".'],
    ["PREFECT_API_URL", '"PREFECT_API_URL" sets nothing. Expected NAME=value.'],
    ["PREFECT_CLI_COLORS=maybe", 'PREFECT_CLI_COLORS is "maybe"; it takes true or false (also yes, no, on, off, 1, 0).'],
    ["PREFECT_SERVER_API_PORT=99999", 'PREFECT_SERVER_API_PORT is "99999"; it takes a whole number from 0 to 65535.'],
    ["PREFECT_HOME=/x", "PREFECT_HOME cannot be kept in a profile. Set it in the environment."],
    ["PREFECT_LOGGING_LEVEL=INFO NOPE=1", 'There is no setting "NOPE".'],
  ])("refuses %s and writes nothing", async (words, says) => {
    const { code, stderr } = await run(`config set ${words}`);
    expect([code, saved()]).toEqual([1, ""]);
    expect(stderr).toContain(says);
  });
});

describe("config unset", () => {
  test("removes settings, under whichever name they are held", async () => {
    save('active = "demo"\n[profiles.demo]\nPREFECT_DEFAULT_WORK_POOL_NAME = "p"\nPREFECT_API_KEY = "k"\n');
    expect((await run("config unset PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME")).code).toBe(0);
    expect(saved()).toBe('active = "demo"\n\n[profiles.demo]\nPREFECT_API_KEY = "k"\n');
    expect((await run("config unset PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME")).stderr).toBe(
      "PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME is not set in profile 'demo'.\n",
    );
  });

  test("asks on a terminal, and changes nothing unless the answer is yes", async () => {
    const content = 'active = "demo"\n[profiles.demo]\nPREFECT_API_KEY = "k"\n';
    save(content);
    const asked = (stdin: string, line = "config unset PREFECT_API_KEY") => run(line, { columns: 80, stdin, env: { NO_COLOR: "1" } });
    const { code, stdout, stderr } = await asked("\n");
    expect([code, stdout, stderr]).toEqual([1, "? Remove PREFECT_API_KEY from profile 'demo'? [y/n] (n): ", "Nothing was changed.\n"]);
    expect(saved()).toBe(content);
    expect((await asked("y\n")).code).toBe(0);
    expect(saved()).not.toContain("PREFECT_API_KEY");
    save(content);
    expect((await asked("", "config unset PREFECT_API_KEY -y")).code).toBe(0);
    save(content);
    expect((await asked("", "--no-prompt config unset PREFECT_API_KEY")).code).toBe(0);
  });

  test("repairs a setting whose value is malformed", async () => {
    save('active = "demo"\n[profiles.demo]\nPREFECT_API_REQUEST_TIMEOUT = "abc"\n');
    expect((await run("config view")).code).toBe(1);
    expect((await run("config unset PREFECT_API_REQUEST_TIMEOUT", { columns: 80, stdin: "y" })).code).toBe(0);
    expect((await run("config view")).code).toBe(0);
  });
});

describe("config view", () => {
  test("names the source of each value and masks secrets", async () => {
    save('active = "demo"\n[profiles.demo]\nPREFECT_API_KEY = "pnu_secret"\n');
    writeFileSync(join(dir, "prefect.toml"), '[api]\nurl = "http://from-toml/api"\n');
    writeFileSync(join(dir, ".env"), "PREFECT_LOGGING_LEVEL=WARNING\n");
    const env = { PREFECT_CLI_PROMPT: "no" };
    const { code, stdout } = await run("config view", { env });
    expect([code, stdout.split("\n")]).toEqual([
      0,
      [
        "You are connected to http://from-toml",
        "PREFECT_PROFILE='demo'",
        "PREFECT_API_KEY='********' (from profile)",
        "PREFECT_API_URL='http://from-toml/api' (from prefect.toml)",
        "PREFECT_CLI_PROMPT='no' (from env)",
        "PREFECT_LOGGING_LEVEL='WARNING' (from .env file)",
        "",
      ],
    ]);
    expect((await run("config view --hide-sources --show-secrets", { env })).stdout).toContain("PREFECT_API_KEY='pnu_secret'\n");
  });

  test("as JSON", async () => {
    const { stdout } = await run("config view -o json", { env: { PREFECT_API_URL: "http://127.0.0.1:4231/api" } });
    expect(JSON.parse(stdout)).toEqual({
      profile: "ephemeral",
      settings: [
        { name: "PREFECT_API_URL", value: "http://127.0.0.1:4231/api", source: "env" },
        { name: "PREFECT_SERVER_EPHEMERAL_ENABLED", value: "true", source: "profile" },
      ],
      ui_url: "http://127.0.0.1:4231",
    });
  });

  test("with defaults it lists the server's settings too", async () => {
    const { stdout } = await run("config view --show-defaults");
    expect(stdout).toContain("PREFECT_SERVER_API_PORT='4200' (from defaults)\n");
    expect(stdout).toContain("PREFECT_SERVER_DATABASE_CONNECTION_URL='********' (from defaults)\n");
  });
});

test("config validate brings every profile up to today's names and drops unknown ones", async () => {
  save(
    'active = "a"\n[profiles.a]\nPREFECT_API_DATABASE_TIMEOUT = "3"\n[profiles.b]\nPREFECT_UNKNOWN_THING = "x"\nPREFECT_API_URL = "http://x/api"\n',
  );
  const { code, stdout, stderr } = await run("config validate");
  expect([code, stdout, stderr]).toEqual([
    0,
    "The configuration is valid.\n",
    "Profile 'b' set PREFECT_UNKNOWN_THING, which is not a setting; it was removed.\n",
  ]);
  expect(saved()).toBe(
    'active = "a"\n\n[profiles.a]\nPREFECT_SERVER_DATABASE_TIMEOUT = "3"\n\n[profiles.b]\nPREFECT_API_URL = "http://x/api"\n',
  );
});
