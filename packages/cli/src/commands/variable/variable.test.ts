import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
});
afterAll(() => cli.stop());

test.each([
  { given: "hello", value: "hello", printed: '"hello"' },
  { given: "5", value: 5, printed: "5" },
  { given: '{"a": [1, null]}', value: { a: [1, null] }, printed: '{"a":[1,null]}' },
  { given: "null", value: null, printed: "null" },
])("variable set keeps $given", async ({ given, value, printed }) => {
  await cli.say(["variable", "set", "some", given, "--overwrite", "--tag", "t1", "--tag", "t2"]);
  expect(await cli.json("variable inspect some")).toMatchObject({ name: "some", value, tags: ["t1", "t2"] });
  expect(await cli.say("variable get some")).toBe(`${printed}\n`);
});

test("a variable that exists is changed only when asked to", async () => {
  await cli.say("variable set twice 1");
  expect(await cli.refuse("variable set twice 2")).toBe('Variable "twice" exists already. Use --overwrite to change it.');
  expect(await cli.say("variable get twice")).toBe("1\n");
});

test("variable ls shows name and value", async () => {
  await cli.say("variable set listed yes");
  expect(await cli.say("variable ls")).toMatch(
    /^Name +Value +Created +Updated$[\s\S]*^listed +"yes" +a few seconds ago +a few seconds ago$/m,
  );
  expect(await cli.json("variable ls --limit 1")).toHaveLength(1);
});

test.each([
  ["variable set Bad 1", "name"],
  ["variable get nope", 'Variable "nope" was not found. List them with: millrace variable ls'],
  ["variable unset nope", 'Variable "nope" was not found.'],
])("%s is refused", async (line, says) => {
  expect(await cli.refuse(line)).toContain(says);
});

test("variable unset asks on a terminal; delete is another name of it", async () => {
  await cli.say("variable set doomed 1");
  expect((await cli.run("variable unset doomed", { columns: 80, stdin: "n\n" })).stderr).toBe("Nothing was changed.\n");
  expect(await cli.say("variable delete doomed")).toBe("Deleted variable doomed.\n");
  expect((await cli.run("variable get doomed")).code).toBe(1);
});
