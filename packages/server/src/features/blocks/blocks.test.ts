import type { BlockDocument, BlockSchema, BlockType, JsonObject, ReceivedEvent } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createKey, decrypt } from "./fernet.ts";

const stars = "********";
const nobody = "00000000-0000-0000-0000-000000000000";

const aType = (server: TestServer, slug = uniqueName("kind")) => server.ask<BlockType>("POST", "/block_types/", { name: slug, slug });

const aSchema = (server: TestServer, type: BlockType, fields: JsonObject = {}) =>
  server.ask<BlockSchema>("POST", "/block_schemas/", {
    block_type_id: type.id,
    fields: { title: type.slug, type: "object", secret_fields: ["pw", "extra.*"], block_type_slug: type.slug, ...fields },
  });

const aKind = async (server: TestServer) => {
  const type = await aType(server);
  return { type, schema: await aSchema(server, type) };
};

const aDocument = (server: TestServer, { type, schema }: Awaited<ReturnType<typeof aKind>>, rest: object) =>
  server.ask<BlockDocument>("POST", "/block_documents/", {
    name: uniqueName("doc"),
    block_type_id: type.id,
    block_schema_id: schema.id,
    ...rest,
  });

const read = (server: TestServer, { id }: { id: string }) =>
  server.ask<BlockDocument>("GET", `/block_documents/${id}?include_secrets=true`);

onEveryDatabase("block types", (it) => {
  it("are stored once per slug, their texts made harmless", async ({ server }) => {
    const slug = uniqueName("kind");
    const type = await server.ask<BlockType>("POST", "/block_types/", {
      name: slug,
      slug,
      description: "a <i> & b",
      code_example: "x > y",
    });
    expect(type).toMatchObject({ slug, description: "a &lt;i&gt; &amp; b", code_example: "x &gt; y", is_protected: false });
    expect(await server.ask("GET", `/block_types/${type.id}`)).toEqual(type);
    expect(await server.ask("GET", `/block_types/slug/${slug}`)).toEqual(type);
    expect(await server.call("POST", "/block_types/", { name: "Again", slug })).toMatchObject({
      status: 409,
      body: { detail: 'Block type with name "Again" already exists' },
    });
    expect(await server.call("POST", "/block_types/", { name: "PreFect x", slug })).toMatchObject({ status: 403 });
    expect(await server.call("POST", "/block_types/", { name: "x", slug: "Bad_Slug" })).toMatchObject({
      status: 422,
      body: { exception_detail: [{ loc: ["body", "slug"] }] },
    });
  });

  it("change only where something differs", async ({ server }) => {
    const type = await aType(server);
    const update = (body: object) => server.call("PATCH", `/block_types/${type.id}`, body);
    expect((await update({ description: null })).status).toBe(204);
    expect(await server.ask("GET", `/block_types/${type.id}`)).toEqual(type);
    await update({ description: "new" });
    expect(await server.ask("GET", `/block_types/${type.id}`)).toMatchObject({
      description: "new",
      updated: expect.not.stringMatching(type.updated),
    });
    expect((await server.call("PATCH", `/block_types/${nobody}`, {})).status).toBe(404);
  });

  it("are found by name, slug and what their schemas can do", async ({ server }) => {
    const [one, other] = [await aType(server), await aType(server)];
    await server.ask("POST", "/block_schemas/", { block_type_id: one.id, fields: { title: one.slug }, capabilities: ["fly", "swim"] });
    const find = async (body: object) => (await server.ask<BlockType[]>("POST", "/block_types/filter", body)).map(({ id }) => id);
    expect(await find({ block_types: { name: { like_: one.name.toUpperCase() } } })).toEqual([one.id]);
    expect((await find({ block_types: { slug: { any_: [one.slug, other.slug] } } })).sort()).toEqual([one.id, other.id].sort());
    expect(await find({ block_schemas: { block_capabilities: { all_: ["swim", "fly"] } } })).toEqual([one.id]);
    expect(await find({ block_schemas: { block_capabilities: { all_: ["swim", "crawl"] } } })).toEqual([]);
    expect(await server.ask("GET", "/block_capabilities/")).toEqual(expect.arrayContaining(["fly", "swim"]));
  });

  it("of the system are there once they are installed, and stay", async ({ server }) => {
    expect(await server.call("POST", "/block_types/install_system_block_types")).toMatchObject({ status: 200, body: null });
    const installed = await server.ask<BlockType[]>("POST", "/block_types/filter", {});
    await server.ask("POST", "/block_types/install_system_block_types");
    expect(await server.ask("POST", "/block_types/filter", {})).toEqual(installed);
    const own = installed.filter((type) => type.is_protected);
    expect(own.map(({ slug }) => slug)).toEqual(["local-file-system", "secret", "webhook"]);
    for (const type of own) {
      expect(await server.call("DELETE", `/block_types/${type.id}`)).toMatchObject({
        status: 403,
        body: { detail: "protected block types cannot be deleted." },
      });
      const schemas = await server.ask<BlockSchema[]>("POST", "/block_schemas/filter", {
        block_schemas: { block_type_id: { any_: [type.id] } },
      });
      expect(schemas).toHaveLength(1);
      expect((await server.call("DELETE", `/block_schemas/${schemas[0]?.id}`)).status).toBe(403);
    }
  });

  it("go with their schemas and documents", async ({ server }) => {
    const kind = await aKind(server);
    const document = await aDocument(server, kind, {});
    expect((await server.call("DELETE", `/block_types/${kind.type.id}`)).status).toBe(204);
    expect(await server.call("DELETE", `/block_types/${kind.type.id}`)).toMatchObject({
      status: 404,
      body: { detail: "Block type not found" },
    });
    expect((await server.call("GET", `/block_schemas/${kind.schema.id}`)).status).toBe(404);
    expect((await server.call("GET", `/block_documents/${document.id}`)).status).toBe(404);
  });
});

onEveryDatabase("block schemas", (it) => {
  it("are stored once per checksum and version, numbers and order as they were written", async ({ server }) => {
    const type = await aType(server);
    const body = (version: string) =>
      `{"block_type_id":"${type.id}","version":"${version}","fields":{"title":"${type.slug}","z":1.0,"a":[1e3,1],"secret_fields":[]}}`;
    const first = await server.call<BlockSchema>("POST", "/block_schemas/", body("1"));
    const again = await server.call<BlockSchema>("POST", "/block_schemas/", body("1"));
    const newer = await server.call<BlockSchema>("POST", "/block_schemas/", body("2"));
    expect([first.status, again.status, newer.status]).toEqual([201, 200, 201]);
    expect(again.body).toEqual(first.body);
    expect(newer.body.checksum).toBe(first.body.checksum);
    const { checksum } = first.body;
    expect(await server.ask("GET", `/block_schemas/checksum/${checksum}`)).toMatchObject({ version: "2" });
    expect(await server.ask("GET", `/block_schemas/checksum/${checksum}?version=1`)).toEqual(first.body);
    expect((await server.call("GET", `/block_schemas/checksum/${checksum}?version=3`)).status).toBe(404);

    const reply = await server.fetch(new Request(`http://test/api/block_schemas/${first.body.id}`));
    expect(await reply.text()).toContain(
      `"fields":{"title":"${type.slug}","z":1.0,"a":[1000.0,1],"secret_fields":[],"block_schema_references":{}}`,
    );
    const whole = await server.ask<BlockSchema>("POST", "/block_schemas/", body("1").replace("1.0", "1"));
    expect(whole.checksum).not.toBe(checksum);
  });

  it("bring those they refer to, and name a type nobody registered", async ({ server }) => {
    const [outer, inner] = [await aType(server), await aType(server)];
    const definitions = {
      Inner: {
        title: "Inner",
        properties: { hue: { $ref: "#/definitions/Hue" } },
        block_type_slug: inner.slug,
        block_schema_references: {},
      },
      Hue: { enum: ["red"] },
      Unused: { enum: [1] },
    };
    const fields = { title: outer.slug, properties: { inner: { $ref: "#/definitions/Inner" } }, definitions, block_type_slug: outer.slug };
    const create = (slug: string) => {
      const block_schema_references = { inner: { block_type_slug: slug, block_schema_checksum: "sha256:unknown" } };
      return server.call<BlockSchema>("POST", "/block_schemas/", {
        block_type_id: outer.id,
        fields: { ...fields, block_schema_references },
      });
    };
    expect(await create("nobodys")).toMatchObject({
      status: 409,
      body: { detail: "Cannot create block schema because block type 'nobodys' was not found.Did you forget to register the block type?" },
    });
    const { status, body } = await create(inner.slug);
    expect(status).toBe(201);
    expect(body.fields).toMatchObject({ definitions: { Inner: definitions.Inner, Hue: definitions.Hue } });
    expect(body.fields.definitions).not.toHaveProperty("Unused");
    const brought = await server.ask<BlockSchema[]>("POST", "/block_schemas/filter", {
      block_schemas: { block_type_id: { any_: [inner.id] } },
    });
    expect(brought).toMatchObject([{ fields: { ...definitions.Inner, definitions: { Hue: definitions.Hue } } }]);
    expect((await server.call("POST", "/block_schemas/", { block_type_id: nobody })).body).toEqual({
      detail: `Block type ${nobody} not found.`,
    });
  });

  it("that define a block by itself are refused or stored, and never go on for ever", async ({ server }) => {
    const type = await aType(server);
    const loop = { title: "Loop", block_type_slug: type.slug, properties: { next: { $ref: "#/definitions/Loop" } } };
    const references = { next: { block_type_slug: type.slug, block_schema_checksum: "sha256:none" } };
    const Loop = { ...loop, block_schema_references: references };
    const answer = await server.call("POST", "/block_schemas/", { block_type_id: type.id, fields: { ...Loop, definitions: { Loop } } });
    expect(answer.status).toBe(422);
  });
});

onEveryDatabase("block documents", (it) => {
  it("show asterisks for secrets, and the secrets to who asks for them", async ({ server }) => {
    const kind = await aKind(server);
    const data = { user: "u", pw: "secret", extra: { k: "v" }, weight: 1 };
    const created = await aDocument(server, kind, { data });
    const hidden = { ...data, pw: stars, extra: { k: stars } };
    expect(created).toMatchObject({
      data: hidden,
      block_type_name: kind.type.name,
      block_schema: { id: kind.schema.id },
      is_anonymous: false,
    });
    expect(await server.ask("GET", `/block_documents/${created.id}`)).toEqual(created);
    expect(await read(server, created)).toEqual({ ...created, data });
    const path = `/block_types/slug/${kind.type.slug}/block_documents`;
    expect(await server.ask("GET", path)).toEqual([created]);
    expect(await server.ask("GET", `${path}?include_secrets=true`)).toEqual([{ ...created, data }]);
    expect(await server.ask("GET", `${path}/name/${created.name}`)).toEqual(created);
    expect((await server.call("GET", `${path}/name/none`)).body).toEqual({ detail: "Block document not found" });
  });

  it("are kept encrypted under the server's own key", async ({ server }) => {
    const { id } = await aDocument(server, await aKind(server), { data: { pw: "hunter2" } });
    const row = await server.ctx.read.selectFrom("block_document").selectAll().where("id", "=", id).executeTakeFirst();
    const kept = await server.ctx.read.selectFrom("configuration").select("data").where("key", "=", "ENCRYPTION_KEY").execute();
    expect(JSON.stringify(row)).not.toContain("hunter2");
    const keys = kept.map(({ data }) => (data as { fernet_key: string }).fernet_key);
    expect(decrypt(keys, row?.encrypted_data ?? "")).toBe('{"pw":"hunter2"}');
  });

  it("have a name of their own within a type, unless they are anonymous", async ({ server }) => {
    const kind = await aKind(server);
    const { name } = await aDocument(server, kind, {});
    const body = { block_type_id: kind.type.id, block_schema_id: kind.schema.id };
    const create = (rest: object) => server.call<BlockDocument>("POST", "/block_documents/", { ...body, ...rest });
    expect(await create({ name })).toMatchObject({ status: 409, body: { detail: "Block already exists" } });
    expect((await create({})).status).toBe(422);
    expect((await create({ name: "Bad_Name" })).status).toBe(422);
    expect((await create({ name: "lost", block_schema_id: nobody })).status).toBe(409);
    const anonymous = await create({ is_anonymous: true });
    expect(anonymous.body.name).toMatch(/^anonymous-[0-9a-f-]{36}$/);

    const find = async (filter: object) => {
      const block_documents = { block_type_id: { any_: [kind.type.id] }, ...filter };
      const found = await server.ask<BlockDocument[]>("POST", "/block_documents/filter", {
        block_documents,
        sort: "BLOCK_TYPE_AND_NAME_ASC",
      });
      expect(await server.ask("POST", "/block_documents/count", { block_documents })).toBe(found.length);
      return found.map((document) => document.name);
    };
    expect(await find({})).toEqual([name]);
    expect(await find({ is_anonymous: { eq_: true } })).toEqual([anonymous.body.name]);
    expect(await find({ is_anonymous: null })).toEqual([anonymous.body.name, name]);
  });

  it("merge what is sent, and take asterisks for the secret they hide", async ({ server }) => {
    const document = await aDocument(server, await aKind(server), { data: { user: "u", pw: "secret", extra: { k: "v", l: "w" } } });
    const update = (body: object) => server.call("PATCH", `/block_documents/${document.id}`, body);
    expect((await update({ data: { user: "u2", pw: stars, extra: { k: stars, l: "x" } } })).status).toBe(204);
    expect((await read(server, document)).data).toEqual({ user: "u2", pw: "secret", extra: { k: "v", l: "x" } });
    await update({ data: { user: "u3" }, merge_existing_data: false });
    expect((await read(server, document)).data).toEqual({ user: "u3" });
    expect((await server.call("PATCH", `/block_documents/${nobody}`, { data: {} })).status).toBe(404);
  });

  it("move to another schema of their type and no other", async ({ server }) => {
    const [kind, foreign] = [await aKind(server), await aKind(server)];
    const document = await aDocument(server, kind, { data: { a: 1 } });
    const newer = await aSchema(server, kind.type, { secret_fields: ["a"], description: "newer" });
    expect((await server.call("PATCH", `/block_documents/${document.id}`, { block_schema_id: newer.id })).status).toBe(204);
    expect(await server.ask("GET", `/block_documents/${document.id}`)).toMatchObject({ block_schema_id: newer.id, data: { a: stars } });
    expect(await server.call("PATCH", `/block_documents/${document.id}`, { block_schema_id: foreign.schema.id, data: {} })).toMatchObject({
      status: 400,
      body: { detail: "Must migrate block document to a block schema of the same block type." },
    });
  });
});

onEveryDatabase("nested block documents", (it) => {
  const refer = ({ id }: { id: string }) => ({ $ref: { block_document_id: id } });

  it("stand in the data of those that refer to them, their secrets hidden", async ({ server }) => {
    const kind = await aKind(server);
    const inner = await aDocument(server, kind, { data: { pw: "deep" } });
    const middle = await aDocument(server, kind, { data: { inner: refer(inner), own: 1 } });
    const outer = await aDocument(server, kind, { data: { middle: refer(middle) } });
    expect(outer.data).toEqual({ middle: { inner: { pw: stars }, own: 1 } });
    expect((await read(server, outer)).data).toEqual({ middle: { inner: { pw: "deep" }, own: 1 } });
    expect(outer.block_document_references).toMatchObject({
      middle: {
        block_document: { id: middle.id, block_document_references: { inner: { block_document: { id: inner.id, name: inner.name } } } },
      },
    });

    await server.ask("DELETE", `/block_documents/${inner.id}`);
    expect(await read(server, outer)).toMatchObject({ data: { middle: { own: 1 } } });
    expect((await read(server, middle)).block_document_references).toEqual({});
  });

  it("are replaced and let go key by key", async ({ server }) => {
    const kind = await aKind(server);
    const [a, b] = [await aDocument(server, kind, { data: { n: "a" } }), await aDocument(server, kind, { data: { n: "b" } })];
    const outer = await aDocument(server, kind, { data: { x: refer(a), y: refer(a) } });
    const update = (body: object) => server.ask("PATCH", `/block_documents/${outer.id}`, body);
    await update({ data: { x: refer(b) } });
    expect((await read(server, outer)).data).toEqual({ x: { n: "b" }, y: { n: "a" } });
    await update({ data: { y: null, z: 1 } });
    expect((await read(server, outer)).data).toEqual({ x: { n: "b" }, y: null, z: 1 });
    await update({ data: {}, merge_existing_data: false });
    expect((await read(server, outer)).data).toEqual({});
  });

  it("never contain themselves, nor what does not exist", async ({ server }) => {
    const kind = await aKind(server);
    const inner = await aDocument(server, kind, {});
    const outer = await aDocument(server, kind, { data: { inner: refer(inner) } });
    const update = (data: object) => server.call("PATCH", `/block_documents/${inner.id}`, { data });
    expect(await update({ outer: refer(outer) })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining("would introduce a cycle") },
    });
    expect((await update({ me: refer(inner) })).status).toBe(400);
    expect((await update({ lost: refer({ id: nobody }) })).status).toBe(409);
    expect(await update({ odd: { $ref: {} } })).toMatchObject({
      status: 400,
      body: { detail: "Received block reference without a block_document_id in key odd" },
    });
    expect((await read(server, inner)).data).toEqual({});
  });
});

onEveryDatabase("the events of blocks", (it) => {
  it("tell what happened and no secret", async ({ server }) => {
    const heard: ReceivedEvent[] = [];
    const stop = await server.ctx.tail.listen((events) => heard.push(...events));
    const kind = await aKind(server);
    const document = await aDocument(server, kind, { data: { user: "u", pw: "hunter2", extra: { k: "hunter2" }, n: 1 } });
    await aDocument(server, kind, { name: null, is_anonymous: true });
    await server.ask("PATCH", `/block_documents/${document.id}`, { data: { user: "v" } });
    await server.ask("DELETE", `/block_documents/${document.id}`);
    await server.ask("DELETE", `/block_types/${kind.type.id}`);
    const own = () => heard.filter(({ event }) => event.startsWith("prefect.block-"));
    await expect.poll(() => server.clock.advance("1s").then(() => own().length), { timeout: 15_000 }).toBe(5);
    stop();
    expect(own().map(({ event, payload }) => [event, payload.data])).toEqual([
      ["prefect.block-type.created", undefined],
      ["prefect.block-document.created", { user: "u" }],
      ["prefect.block-document.updated", { user: "v" }],
      ["prefect.block-document.deleted", { user: "v" }],
      ["prefect.block-type.deleted", undefined],
    ]);
    expect(JSON.stringify(own())).not.toContain("hunter2");
  });
});

const [older, newer] = [createKey(), createKey()];

onEveryDatabase(
  "a configured key",
  (it) => {
    it("encrypts; one that was replaced still decrypts, one that is gone is named as the remedy", async ({ server }) => {
      const document = await aDocument(server, await aKind(server), { data: { pw: "x" } });
      const stored = await server.ctx.read
        .selectFrom("block_document")
        .select("encrypted_data")
        .where("id", "=", document.id)
        .executeTakeFirst();
      expect(decrypt([older], stored?.encrypted_data ?? "")).toBe('{"pw":"x"}');
      const settings = server.ctx.settings as { encryptionKeys: readonly string[] };
      settings.encryptionKeys = [newer, older];
      expect((await read(server, document)).data).toEqual({ pw: "x" });
      await server.ask("PATCH", `/block_documents/${document.id}`, { data: { pw: "y" } });
      settings.encryptionKeys = [newer];
      expect((await read(server, document)).data).toEqual({ pw: "y" });
      settings.encryptionKeys = [older];
      expect(await server.call("GET", `/block_documents/${document.id}`)).toMatchObject({
        status: 423,
        body: { detail: expect.stringContaining("Add that key to PREFECT_SERVER_ENCRYPTION_KEY") },
      });
      expect((await server.call("DELETE", `/block_documents/${document.id}`)).status).toBe(204);
      expect((await server.call("GET", `/block_documents/${document.id}`)).status).toBe(404);
    });
  },
  { encryptionKeys: [older] },
);
