import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
});
afterAll(() => cli.stop());

test("result storage is set, shown and cleared", async () => {
  await cli.server.ask("POST", "/block_types/install_system_block_types");
  const type = await cli.server.ask<{ id: string }>("GET", "/block_types/slug/local-file-system");
  const [schema] = await cli.server.ask<readonly { id: string }[]>("POST", "/block_schemas/filter", {
    block_schemas: { block_type_id: { any_: [type.id] } },
  });
  const document = { name: "kept", data: {}, block_type_id: type.id, block_schema_id: schema?.id };
  const { id } = await cli.server.ask<{ id: string }>("POST", "/block_documents/", document);

  expect(await cli.say("experimental result-storage inspect")).toBe("No default result storage is set.\n");
  expect(await cli.say("experimental result-storage set local-file-system/kept")).toBe(
    "Results now go to the block local-file-system/kept.\n",
  );
  expect(await cli.json("experimental result-storage inspect")).toEqual({ default_result_storage_block_id: id });
  expect(await cli.say("experimental result-storage inspect")).toBe(`Results go to the block local-file-system/kept (${id}).\n`);
  await cli.say("experimental result-storage clear");
  expect(await cli.json("experimental result-storage inspect")).toEqual({ default_result_storage_block_id: null });
  expect(await cli.refuse("experimental result-storage set")).toContain("Name the block as type/name or with --id.");
  expect(await cli.refuse("experimental result-storage set a/b")).toContain('Block "a/b" was not found.');
});

test("a pool without storage says so", async () => {
  await cli.say("work-pool create pool --type process");
  expect(await cli.say("work-pool storage inspect pool")).toBe("Work pool pool has no storage.\n");
  expect(await cli.json("work-pool storage inspect pool")).toEqual({});
});

test("there are no plugins to diagnose", async () => {
  expect(await cli.say("plugins diagnose")).toContain("There are no plugins");
  expect(await cli.say("experimental plugins diagnose")).toContain("There are no plugins");
});
