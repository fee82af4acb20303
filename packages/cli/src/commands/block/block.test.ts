import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
let id: string;
beforeAll(async () => {
  cli = await startCliServer();
  await cli.server.ask("POST", "/block_types/install_system_block_types");
  ({ id } = await createBlock("one"));
});
afterAll(() => cli.stop());

const createBlock = async (name: string): Promise<{ id: string }> => {
  const type = await cli.server.ask<{ id: string }>("GET", "/block_types/slug/secret");
  const [schema] = await cli.server.ask<readonly { id: string }[]>("POST", "/block_schemas/filter", {
    block_schemas: { block_type_id: { any_: [type.id] } },
  });
  return cli.server.ask("POST", "/block_documents/", { name, data: { value: "pw" }, block_type_id: type.id, block_schema_id: schema?.id });
};

test("block ls and inspect show blocks without their secrets", async () => {
  expect(await cli.say("block ls")).toMatch(new RegExp(`^ID +Type +Name +Slug\\n${id} +Secret +one +secret/one\\n$`));
  expect(await cli.json("blocks ls")).toMatchObject([{ id, name: "one", data: { value: "********" } }]);
  expect(await cli.say("block inspect secret/one")).toMatch(/^block: secret\/one\ntype: Secret\n[\s\S]*^values:\n {2}value: \*{8}$/m);
  expect(await cli.json(`block inspect --id ${id}`)).toMatchObject({ id, data: { value: "********" } });
});

test("block delete asks on a terminal", async () => {
  await createBlock("doomed");
  expect((await cli.run("block delete secret/doomed", { columns: 80, stdin: "n\n" })).stderr).toBe("Nothing was changed.\n");
  expect(await cli.say("block delete secret/doomed")).toBe("Deleted block secret/doomed.\n");
});

test("block create tells where", async () => {
  expect(await cli.say("block create secret")).toBe(
    `Create a secret block: ${new URL(cli.server.url).origin}/blocks/catalog/secret/create\n`,
  );
});

test("block type ls and inspect", async () => {
  expect(await cli.say("block type ls")).toMatch(/^secret +Secret +A /m);
  expect(await cli.json("block types ls")).toEqual(
    expect.arrayContaining([expect.objectContaining({ slug: "secret", is_protected: true })]),
  );
  expect(await cli.json("block type inspect secret")).toMatchObject({
    block_type: { slug: "secret" },
    schema: { fields: { properties: {} } },
  });
  expect(await cli.say("block type inspect secret")).toMatch(/^slug: secret\nname: Secret\n[\s\S]*^values:\n {2}value:/m);
});

test("block type delete takes types of one's own only", async () => {
  await cli.server.ask("POST", "/block_types/", { name: "Mine", slug: "mine" });
  expect(await cli.say("block type delete mine")).toBe("Deleted block type mine.\n");
});

test.each([
  ["block inspect secret/nope", 'Block "secret/nope" was not found. List them with: millrace block ls'],
  ["block inspect bad", '"bad" does not name a block. Expected type/name, such as secret/api-key.'],
  ["block inspect", "Name the block as type/name or with --id."],
  ["block delete nope/one", 'Block "nope/one" was not found.'],
  ["block create nope", 'Block type "nope" was not found. List them with: millrace block type ls'],
  ["block type inspect nope", 'Block type "nope" was not found.'],
  ["block type delete secret", 'Block type "secret" is one that every server has; it cannot be deleted.'],
  ["block register", "Name either a module with --module or a file with --file."],
  ["block register -m a -f b", "Name either a module with --module or a file with --file."],
  ["block register -f nope.py", "There is no file "],
  ["block register -m a", "Block types that are Python classes are imported by Python, and there is none in the search path."],
])("%s is refused", async (line, says) => {
  expect(await cli.refuse(line)).toContain(says);
});

describe("block register", () => {
  /** A program in Python's place. */
  const asPython = (name: string, lines: readonly string[]): { readonly env: Readonly<Record<string, string>> } => {
    const path = join(cli.dir, name);
    writeFileSync(path, `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
    return { env: { MILLRACE_WORKER_PYTHON: path, MILLRACE_API_AUTH_STRING: "user:password" } };
  };

  test("has Python import them, with the settings of the command", async () => {
    const python = asPython("python-that-does", ['echo "$@ $PREFECT_API_URL $PREFECT_API_AUTH_STRING"']);
    expect(await cli.say("block register --module prefect_aws", python)).toBe(
      `-m prefect block register --module prefect_aws ${cli.server.url} user:password\n`,
    );
  });

  test("passes on what Python says against it", async () => {
    const python = asPython("python-that-refuses", ["echo 'No blocks were registered.' >&2", "exit 3"]);
    expect(await cli.run("block register -m json", python)).toEqual({ code: 3, stdout: "", stderr: "No blocks were registered.\n" });
  });

  test("says what Python lacks", async () => {
    const python = asPython("python-that-lacks", ['echo "$0: No module named prefect" >&2', "exit 1"]);
    expect(await cli.refuse("block register -m a", python)).toBe(`The Python ${python.env.MILLRACE_WORKER_PYTHON} has no package prefect.`);
    expect(await cli.refuse("block register -m a", { env: { MILLRACE_WORKER_PYTHON: "/nope" } })).toBe(
      "The Python /nope could not be started: spawn /nope ENOENT. Correct MILLRACE_WORKER_PYTHON.",
    );
  });
});
