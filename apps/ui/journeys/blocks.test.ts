import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;

/** A type as clients register them: its blocks hold a secret, and refer to blocks of another type. */
const registerTypes = async (): Promise<void> => {
  const { client } = journey;
  const fields = {
    title: "Account",
    type: "object",
    block_type_slug: "account",
    required: ["user"],
    properties: { user: { type: "string", title: "User" }, password: { type: "string", title: "Password", format: "password" } },
    secret_fields: ["password"],
    block_schema_references: {},
  };
  const account = await client.blockTypes.create({ body: { name: "Account", slug: "account", description: "Who logs in." } });
  const inner = await client.blockSchemas.create({ body: { block_type_id: account.id, fields } });
  const store = await client.blockTypes.create({
    body: { name: "Store", slug: "store", code_example: '```python\nfrom stores import Store\n\nstore = Store.load("BLOCK_NAME")\n```' },
  });
  await client.blockSchemas.create({
    body: {
      block_type_id: store.id,
      capabilities: ["write-path"],
      fields: {
        title: "Store",
        type: "object",
        block_type_slug: "store",
        required: ["place"],
        properties: {
          place: { type: "string", title: "Place" },
          account: { title: "Account", allOf: [{ $ref: "#/definitions/Account" }] },
        },
        definitions: { Account: fields },
        secret_fields: ["account.password"],
        block_schema_references: { account: { block_type_slug: "account", block_schema_checksum: inner.checksum } },
      },
    },
  });
};

beforeAll(async () => {
  journey = await startJourney();
  await registerTypes();
}, 60_000);
afterAll(() => journey?.stop());

test("a block is made by the schema of its type, and another one inside it on the way", async () => {
  const page = await journey.open("/blocks");
  await page.getByText("No blocks yet").waitFor();
  await page.getByRole("link", { name: "New block" }).first().click();
  await page.getByRole("list", { name: "Block types" }).waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("searchbox", { name: "Search block types" }).fill("stor");
  await page.getByRole("link", { name: "Account" }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Store" }).click();
  await page.getByRole("link", { name: "Create" }).click();

  await page.getByRole("button", { name: "Create the block" }).click();
  await page.getByText("A block needs a name.").waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill("archive");
  await page.getByRole("textbox", { name: "Place" }).fill("/srv/archive");
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "New block for Account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("keeper");
  await dialog.getByRole("textbox", { name: "User" }).fill("ann");
  await dialog.getByLabel("Password", { exact: true }).fill("hunter2");
  await dialog.getByRole("button", { name: "Create the block" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Create the block" }).click();

  await page.getByRole("heading", { name: "archive", level: 1 }).waitFor();
  await page.getByText('store = Store.load("archive")').waitFor();
  expect(await page.getByText("hunter2").count()).toBe(0);
  await expectNoAxeViolations(page);
  const stored = await journey.client.blockTypes.getDocumentByName({
    slug: "store",
    block_document_name: "archive",
    query: { include_secrets: true },
  });
  expect(stored.data).toMatchObject({ place: "/srv/archive", account: { user: "ann", password: "hunter2" } });
  expect(Object.keys(stored.block_document_references)).toEqual(["account"]);
}, 120_000);

test("a block is changed without its secret being typed again", async () => {
  const { client } = journey;
  const [keeper] = await client.blockDocuments.list({ body: { block_documents: { name: { any_: ["keeper"] } } } });
  const page = await journey.open(`/blocks/block/${keeper?.id}/edit`);
  await page.getByRole("textbox", { name: "User" }).fill("bob");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "keeper", level: 1 }).waitFor();
  expect((await client.blockDocuments.get({ id: keeper?.id ?? "", query: { include_secrets: true } })).data).toEqual({
    user: "bob",
    password: "hunter2",
  });

  const [archive] = await client.blockDocuments.list({ body: { block_documents: { name: { any_: ["archive"] } } } });
  await page.goto(`${journey.origin}/blocks/block/${archive?.id}/edit`);
  await page.getByRole("textbox", { name: "Place" }).fill("/srv/other");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "archive", level: 1 }).waitFor();
  expect((await client.blockDocuments.get({ id: archive?.id ?? "", query: { include_secrets: true } })).data).toMatchObject({
    place: "/srv/other",
    account: { user: "bob", password: "hunter2" },
  });
}, 120_000);

test("blocks are listed, filtered, chosen for results and deleted", async () => {
  const { client } = journey;
  const page = await journey.open("/blocks");
  await page.getByRole("row", { name: /archive/ }).waitFor();
  const sent = await countRequests(page, () => page.reload());
  expect(sent.filter((request) => request.includes("/block_") || request.includes("/admin/")).toSorted()).toEqual([
    "GET /admin/storage",
    "POST /block_documents/count",
    "POST /block_documents/filter",
    "POST /block_documents/filter",
    "POST /block_types/filter",
  ]);
  await expectNoAxeViolations(page);
  await page.getByRole("combobox", { name: "Default result storage" }).click();
  await page.getByRole("option", { name: "Store/archive" }).click();
  await page.getByText("Results are kept there from now on").waitFor();
  const [archive] = await client.blockDocuments.list({ body: { block_documents: { name: { any_: ["archive"] } } } });
  expect(await client.admin.getStorage()).toEqual({ default_result_storage_block_id: archive?.id });
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Clear" }).click();
  await page.getByText("There is no default result storage any more").waitFor();
  expect(await client.admin.getStorage()).toEqual({ default_result_storage_block_id: null });

  await page.getByRole("searchbox", { name: "Search blocks by name" }).fill("keep");
  await page.getByRole("row", { name: /archive/ }).waitFor({ state: "detached" });
  await page.goto(`${journey.origin}/blocks?types=store`);
  await page.getByRole("row", { name: /archive/ }).waitFor();
  expect(await page.getByRole("row", { name: /keeper/ }).count()).toBe(0);
  await page.getByRole("button", { name: "More about archive" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("No block matches").waitFor();
  expect(await client.blockDocuments.count({ body: {} })).toBe(1);

  const phone = await journey.open("/blocks", { width: 360, height: 740 });
  await phone.getByRole("link", { name: "keeper" }).waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}, 120_000);
