import { join } from "node:path";
import type { BlockDocument, BlockSchema, BlockType } from "@millrace/contract";
import { databaseKinds, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { describe, expect, test } from "vitest";
import { aFolder } from "../db/fixtures/temp-files.ts";
import { createKey, decrypt } from "../features/blocks/fernet.ts";
import { createBlockEncryption } from "./block-encryption.ts";

const [former, present, unknown] = [createKey(), createKey(), createKey()];

const aDocument = async (server: TestServer, value: string): Promise<BlockDocument> => {
  const type = await server.ask<BlockType>("POST", "/block_types/", { name: uniqueName("type"), slug: uniqueName("slug") });
  const fields = { title: "T", type: "object", properties: { value: { type: "string" } }, secret_fields: ["value"] };
  const schema = await server.ask<BlockSchema>("POST", "/block_schemas/", { block_type_id: type.id, fields });
  const body = { name: uniqueName("doc"), data: { value }, block_type_id: type.id, block_schema_id: schema.id };
  return server.ask<BlockDocument>("POST", "/block_documents/", body);
};

/** Goes through all blocks as a server with these keys does once, and returns what its log says. */
const renewAll = async (server: TestServer, encryptionKeys: readonly string[]): Promise<readonly string[]> => {
  const said: string[] = [];
  const log = { ...server.ctx.log, warn: (_: object, message: string) => void said.push(message) };
  const service = createBlockEncryption();
  const ctx = { ...server.ctx, log, settings: { ...server.ctx.settings, encryptionKeys } };
  for (let more = true; more; ) ({ more } = await service.runOnce(ctx));
  return said;
};

const storedOf = async (server: TestServer, { id }: BlockDocument): Promise<string> =>
  (await server.ctx.read.selectFrom("block_document").select("encrypted_data").where("id", "=", id).executeTakeFirstOrThrow())
    .encrypted_data;

describe.each(databaseKinds(process.env))("a new encryption key on $name", (kind) => {
  test("takes over the blocks of the former one, and leaves alone what no key opens", async () => {
    const database = kind.name === "SQLite" ? undefined : await kind.create();
    const databaseUrl = database?.url ?? `sqlite:///${join(aFolder(), "keys.db")}`;
    const before = await startTestServer({ databaseUrl, encryptionKeys: [former] });
    const kept = [await aDocument(before, "one"), await aDocument(before, "two")];
    await before.stop();
    const elsewhere = await startTestServer({ databaseUrl, encryptionKeys: [unknown] });
    const lost = await aDocument(elsewhere, "three");
    await elsewhere.stop();

    const server = await startTestServer({ databaseUrl, encryptionKeys: [present, former], servicesEnabled: true });
    for (const [index, document] of kept.entries()) {
      const text = JSON.stringify({ value: ["one", "two"][index] });
      await expect
        .poll(async () => server.clock.advance("0s").then(async () => decrypt([present], await storedOf(server, document))))
        .toBe(text);
      expect((await server.ask<BlockDocument>("GET", `/block_documents/${document.id}?include_secrets=true`)).data).toEqual(
        JSON.parse(text),
      );
    }
    expect(decrypt([unknown], await storedOf(server, lost))).toBe('{"value":"three"}');
    expect((await server.call("GET", `/block_documents/${lost.id}`)).status).toBe(423);
    await server.stop();
    await database?.drop();
  });
});

test("the log says that former keys may go, as often as they are there, and not before no block needs them", async () => {
  const server = await startTestServer({ encryptionKeys: [former] });
  await aDocument(server, "one");
  expect(await renewAll(server, [former])).toEqual([]);
  expect(await renewAll(server, [present, unknown])).toEqual([expect.stringContaining("Blocks cannot be read")]);
  const mayGo = expect.stringContaining("All blocks are encrypted with the first key in PREFECT_SERVER_ENCRYPTION_KEY; the others may go.");
  expect(await renewAll(server, [present, former])).toEqual([mayGo]);
  expect(await renewAll(server, [present, former])).toEqual([mayGo]);
  expect(await renewAll(server, [present])).toEqual([]);
  await server.stop();
});
