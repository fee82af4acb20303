import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CapturedOptions, runCaptured } from "../../fixtures/captured-host.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-database-"));
});
afterAll(() => rmSync(dir, { recursive: true }));
const run = (line: string, options: Partial<CapturedOptions> = {}) =>
  runCaptured(`server database ${line}`.split(" "), { dir, ...options });
const file = (): string => join(dir, ".prefect", "prefect.db");

test("upgrade makes a database, asks before, and says when there is nothing to do", async () => {
  const planned = await run("upgrade --dry-run");
  expect([planned.code, planned.stdout]).toEqual([0, expect.stringMatching(/ lacks:\n {2}0001-initial\n/)]);
  expect((await run("upgrade")).stderr).toBe("Nothing was changed.\n");
  const made = await run("upgrade --yes");
  expect([made.code, made.stdout.split("\n").at(-2)]).toEqual([0, `The database ${file()} is up to date now.`]);
  expect((await run("upgrade -y -r head")).stdout).toBe(`The database ${file()} is up to date.\n`);
});

test("a database that a newer version wrote is not called up to date", async () => {
  const home = join(dir, "newer");
  const env = { PREFECT_HOME: home };
  await run("upgrade --yes", { env });
  const database = new DatabaseSync(join(home, "prefect.db"));
  database.exec("insert into millrace_migration (name) values ('9999-from-the-future')");
  database.close();
  for (const line of ["upgrade -y", "upgrade --dry-run"])
    expect(await run(line, { env })).toMatchObject({ code: 1, stderr: expect.stringContaining("was written by a newer Millrace") });
});

test("a file that is damaged behind its first pages is named by whatever needs it, as nobody's defect", async () => {
  const home = join(dir, "damaged");
  const env = { PREFECT_HOME: home };
  expect(await run("upgrade --yes", { env })).toMatchObject({ code: 0 });
  const path = join(home, "prefect.db");
  writeFileSync(path, readFileSync(path).fill(0xff, 8192, 200_000));
  for (const line of ["server database upgrade -y", "flow ls"]) {
    const { code, stderr } = await runCaptured(line.split(" "), { dir, env });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`The file ${path} is not a SQLite database, or it is damaged`)]);
    expect(stderr).not.toContain("defect");
  }
});

test("reset empties it", async () => {
  const inDatabase = (line: string) => runCaptured(line.split(" "), { dir });
  expect((await inDatabase("variable set kept 1")).code).toBe(0);
  expect((await run("reset")).stderr).toBe("Nothing was changed.\n");
  expect((await inDatabase("variable get kept")).stdout).toBe("1\n");
  expect(await run("reset", { stdin: "y\n" })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`The database ${file()} is empty.`),
  });
  expect((await inDatabase("variable get kept")).code).toBe(1);
});

test.each([
  ["upgrade -r abc123", 'The revision "abc123" cannot be reached'],
  ["downgrade -y", "A database goes forward only."],
  ["stamp head", "Which changes a database has is kept with them"],
  ["revision -m x", "Changes of the data model are part of the program"],
])("%s is refused in a sentence", async (line, says) => {
  const { code, stderr } = await run(line);
  expect([code, stderr.slice(0, says.length)]).toEqual([1, says]);
});
