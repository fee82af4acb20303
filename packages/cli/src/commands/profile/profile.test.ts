import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CapturedOptions, runCaptured, stubServer } from "../../fixtures/captured-host.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-profile-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const run = (line: string, options: Partial<CapturedOptions> = {}) => runCaptured(line.split(" "), { dir, ...options });
const saved = (): string => readFileSync(join(dir, ".prefect", "profiles.toml"), "utf8");
const failsWith = async (line: string, says: string): Promise<void> => {
  const { code, stderr } = await run(line);
  expect([code, stderr.slice(0, says.length)]).toEqual([1, says]);
};

test("from an empty home: create, use, copy, rename, delete", async () => {
  expect((await run("profile ls -o json")).stdout).toBe("[]\n");
  expect((await run("profile create demo")).code).toBe(0);
  expect(saved()).toBe("[profiles.demo]\n");
  await failsWith("profile create demo", "Profile 'demo' exists already.");
  await failsWith("profile create copy --from local", "Profile 'local' was not found. Saved are: demo.");

  await failsWith("profile use demo", "Profile 'demo' is in use, but names no server.");
  expect(saved()).toBe('active = "demo"\n\n[profiles.demo]\n');
  await run("config set PREFECT_API_URL=http://127.0.0.1:4231/api");
  expect((await run("profile create copy --from demo")).code).toBe(0);
  expect((await run("profile ls")).stdout).toBe("* demo\n  copy\n* in use\n");
  expect(JSON.parse((await run("profile ls -o json")).stdout)).toEqual([
    { name: "demo", active: true },
    { name: "copy", active: false },
  ]);

  expect((await run("profile rename demo live")).code).toBe(0);
  await failsWith("profile rename demo x", "Profile 'demo' was not found.");
  await failsWith("profile rename copy live", "Profile 'live' exists already.");
  expect(saved()).toBe(
    'active = "live"\n\n[profiles.copy]\nPREFECT_API_URL = "http://127.0.0.1:4231/api"\n\n[profiles.live]\nPREFECT_API_URL = "http://127.0.0.1:4231/api"\n',
  );
  await failsWith("profile delete live", "Profile 'live' is in use.");
  await failsWith("profile delete nope", "Profile 'nope' was not found.");
  expect((await run("profile delete copy")).code).toBe(0);
  expect(saved()).not.toContain("copy");
});

test("use looks for the profile's server, whatever the environment says", async () => {
  const { fetch, requests } = stubServer({ "GET /health": { body: true }, "GET /admin/version": { body: "3.8.3" } });
  await run("profile create demo");
  await run("config set PREFECT_API_URL=http://demo/api --profile demo");
  const env = { PREFECT_API_URL: "http://other/api" };
  const { code, stdout } = await run("profile use demo", { fetch, env });
  expect([code, stdout]).toEqual([0, "Profile 'demo' is in use; its server at http://demo/api answers.\n"]);
  expect(requests.map(({ path }) => path)).toEqual(["/health", "/admin/version"]);
  await failsWith(
    "profile use local",
    "Profile 'local' is in use, but its server at http://127.0.0.1:4200/api does not answer: connection refused.",
  );
  expect(saved()).toContain('active = "local"');
  expect((await run("profile use ephemeral")).code).toBe(0);
});

test("inspect shows bundled and saved profiles in clear", async () => {
  expect((await run("profile inspect")).stdout).toBe(
    "No name given; this is 'ephemeral', which is in use.\nPREFECT_SERVER_EPHEMERAL_ENABLED='true'\n",
  );
  expect(JSON.parse((await run("profile inspect local -o json")).stdout)).toEqual({ PREFECT_API_URL: "http://127.0.0.1:4200/api" });
  await failsWith("profile inspect nope", "Profile 'nope' was not found. There are: ephemeral, local, test, cloud.");
});

test("rename warns when the environment names the old one", async () => {
  await run("profile create live");
  const { stderr } = await run("profile rename live live2", { env: { PREFECT_PROFILE: "live" } });
  expect(stderr).toBe("The environment still says PREFECT_PROFILE=live. Set it to live2 to go on using the profile.\n");
});

test("a profile named by the environment that is gone is a warning", async () => {
  const { code, stderr } = await run("version", { env: { PREFECT_PROFILE: "gone" } });
  expect([code, stderr]).toEqual([0, `The profile "gone" named by the environment does not exist; using "ephemeral".\n`]);
});

test("populate-defaults saves the bundled profiles and keeps those there are", async () => {
  await run("profile create local");
  expect((await run("profile populate-defaults", { columns: 80, stdin: "n\n" })).stderr).toContain("Nothing was changed.");
  const asked = await run("profile populate-defaults", { columns: 80, stdin: "y\n", env: { NO_COLOR: "1" } });
  expect([asked.code, asked.stdout]).toEqual([0, expect.stringContaining("To be added: ephemeral, test, cloud\n")]);
  expect(existsSync(join(dir, ".prefect", "profiles.toml.bak"))).toBe(true);
  expect(JSON.parse((await run("profile ls -o json")).stdout)).toMatchObject([{ name: "local" }, { name: "ephemeral" }, {}, {}]);
  expect(JSON.parse((await run("profile inspect local -o json")).stdout)).toEqual({});
  expect((await run("profile populate-defaults")).stdout).toBe("All of them are saved already.\n");
});
