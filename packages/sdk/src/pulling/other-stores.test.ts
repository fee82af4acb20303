import { createHmac, createVerify, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createClient } from "@millrace/client";
import type { BlockDocument, JsonObject } from "@millrace/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findGcsAccess } from "../gcs/access.ts";
import { runSteps } from "./run-steps.ts";

interface Answer {
  readonly status?: number;
  readonly body?: string | Buffer | undefined;
}

let dir: string;
let server: Server;
let url = "";
/** Content by key; a page of a listing has two of them. */
let objects: Map<string, string>;
let answer: (request: IncomingMessage, url: URL, body: string) => Answer;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "millrace-stores-"));
  objects = new Map();
  server = createServer(async (request, reply) => {
    const { status = 200, body } = answer(request, new URL(request.url ?? "", url), await text(request));
    reply.writeHead(status).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

interface Run {
  readonly step: string;
  readonly inputs: JsonObject;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly block?: JsonObject;
}

const run = async ({ step, inputs, cwd = dir, env = {}, block = {} }: Run) => {
  const document = { name: "b", data: block } as Partial<BlockDocument> as BlockDocument;
  const blockTypes = { ...createClient({ url: "http://127.0.0.1:1/api" }).blockTypes, getDocumentByName: async () => document };
  const client = { ...createClient({ url: "http://127.0.0.1:1/api" }), blockTypes };
  return runSteps({ client, steps: [{ [step]: inputs }], what: "the step", deployment: "d", cwd, env, log: () => {} });
};

/** A project with files whose names need care, and one that is not pushed. */
const project = (): string => {
  const folder = join(dir, "project");
  mkdirSync(join(folder, "b"), { recursive: true });
  writeFileSync(join(folder, ".prefectignore"), "secret.txt\n");
  writeFileSync(join(folder, "a.ts"), "a");
  writeFileSync(join(folder, "b", "c d+%&.ts"), "");
  writeFileSync(join(folder, "secret.txt"), "hush");
  return folder;
};
const read = (...path: readonly string[]): string => readFileSync(join(...path), "utf8");
const listPage = (query: URLSearchParams, parameter: string) => {
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get("prefix") ?? "")).toSorted();
  const from = Number(query.get(parameter) ?? 0);
  return { keys: keys.slice(from, from + 2), next: from + 2 < keys.length ? String(from + 2) : undefined };
};

describe("code in Google Cloud Storage", () => {
  const env = () => ({ STORAGE_EMULATOR_HOST: url });
  beforeEach(() => {
    answer = ({ method }, { pathname, searchParams }, body) => {
      const [, bucket, key] = /\/storage\/v1\/b\/([^/]+)\/o(?:\/(.*))?$/.exec(pathname) ?? [];
      if (bucket !== "code") return { status: 404, body: JSON.stringify({ error: { message: "The specified bucket does not exist." } }) };
      if (method === "POST") objects.set(searchParams.get("name") ?? "", body);
      if (method === "POST") return { body: "{}" };
      if (key !== undefined) return { body: objects.get(decodeURIComponent(key)) };
      const { keys, next } = listPage(searchParams, "pageToken");
      return { body: JSON.stringify({ items: keys.map((name) => ({ name })), ...(next === undefined ? {} : { nextPageToken: next }) }) };
    };
  });

  test("is what was pushed, wherever the step, the block or the address says it is", async () => {
    const inputs = { bucket: "code", folder: "f" };
    const { outputs } = await run({ step: "prefect_gcp.deployments.steps.push_to_gcs", inputs, cwd: project(), env: env() });
    expect(outputs).toEqual(inputs);
    expect([...objects].toSorted()).toEqual([
      ["f/.prefectignore", "secret.txt\n"],
      ["f/a.ts", "a"],
      ["f/b/c d+%&.ts", ""],
    ]);
    objects.set("fg/x", "beside it");
    const { directory } = await run({ step: "prefect_gcp.deployments.steps.pull_from_gcs", inputs, env: env() });
    expect([directory, read(dir, "a.ts"), read(dir, "b", "c d+%&.ts")]).toEqual([dir, "a", ""]);
    const named = { block_type_slug: "gcs-bucket", block_document_name: "b" };
    const block = { bucket: "code", bucket_folder: "f/" };
    const steps = "prefect.deployments.steps";
    expect(read((await run({ step: `${steps}.pull_with_block`, inputs: named, env: env(), block })).directory, "a.ts")).toBe("a");
    const at = { url: "gs://code/f" };
    expect(read((await run({ step: `${steps}.pull_from_remote_storage`, inputs: at, env: env() })).directory, "a.ts")).toBe("a");
  });

  test("is not there, which is said", async () => {
    const inputs = { bucket: "other", folder: "f" };
    await expect(run({ step: "prefect_gcp.deployments.steps.pull_from_gcs", inputs, env: env() })).rejects.toThrow(
      "The bucket other refused: The specified bucket does not exist. Create it, or correct the name.",
    );
  });

  test("is asked for by the account that is given, or the one of the machine", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const service = { type: "service_account", client_email: "a@b", private_key: pem, token_uri: `${url}/token` };
    const person = { type: "authorized_user", client_id: "i", client_secret: "s", refresh_token: "r", token_uri: `${url}/token` };
    answer = ({ headers }, { pathname }, body) => {
      if (pathname !== "/token") return { body: JSON.stringify({ access_token: `machine ${headers["metadata-flavor"]}` }) };
      const form = Object.fromEntries(new URLSearchParams(body));
      if (form.refresh_token === "r") return { body: JSON.stringify({ access_token: "person" }) };
      const [head = "", claims = "", signature = ""] = (form.assertion ?? "").split(".");
      const isOurs = createVerify("RSA-SHA256").update(`${head}.${claims}`).verify(publicKey, signature, "base64url");
      const { iss, aud } = JSON.parse(Buffer.from(claims, "base64url").toString()) as JsonObject;
      const refusal = { error: "invalid_grant", error_description: "Not a valid email" };
      return isOurs && aud === `${url}/token` && iss === "a@b"
        ? { body: JSON.stringify({ access_token: "service" }) }
        : { status: 400, body: JSON.stringify(refusal) };
    };
    const find = async (credentials: JsonObject, env: Readonly<Record<string, string>> = {}) =>
      (await findGcsAccess({ credentials, env: { GCE_METADATA_HOST: "127.0.0.1:1", ...env }, home: dir })).token;
    const file = join(dir, "key.json");
    writeFileSync(file, JSON.stringify(person));
    expect([
      await find({ service_account_info: service }),
      await find({ service_account_file: file }),
      await find({}, { GOOGLE_APPLICATION_CREDENTIALS: file }),
      await find({}, { GCE_METADATA_HOST: new URL(url).host }),
    ]).toEqual(["service", "person", "person", "machine Google"]);
    await expect(find({ service_account_info: { ...service, client_email: "eve" } })).rejects.toThrow(
      "refused the account: Not a valid email.",
    );
    await expect(find({ service_account_info: { ...service, private_key: "none" } })).rejects.toThrow(
      "private_key of the account a@b cannot be used",
    );
    await expect(find({})).rejects.toThrow("There are no credentials for Google Cloud.");
  });
});

describe("code in Azure Blob Storage", () => {
  const key = Buffer.from("a key").toString("base64");
  const connection_string = () => `AccountName=acme;AccountKey=${key};BlobEndpoint=${url}/acme`;
  let asked: string[];
  beforeEach(() => {
    asked = [];
    answer = ({ method, headers }, { pathname, searchParams }, body) => {
      asked.push(String(headers.authorization ?? searchParams.get("sig")));
      const [, container, name] = /^\/acme\/([^/]+)(?:\/(.*))?$/.exec(pathname) ?? [];
      if (container !== "code") return { status: 404, body: "<Error><Code>ContainerNotFound</Code></Error>" };
      if (method === "PUT") objects.set(decodeURIComponent(name ?? ""), body);
      if (method === "PUT") return { status: headers["x-ms-blob-type"] === "BlockBlob" ? 201 : 400 };
      if (name !== undefined) return { body: objects.get(decodeURIComponent(name)) };
      const { keys, next = "" } = listPage(searchParams, "marker");
      const blobs = keys.map((one) => `<Blob><Name>${one.replaceAll("&", "&amp;")}</Name></Blob>`);
      return { body: `<EnumerationResults><Blobs>${blobs.join("")}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>` };
    };
  });

  test("is what was pushed, wherever the step, the block or the address says it is", async () => {
    const place = { container: "code", folder: "f" };
    const inputs = { ...place, credentials: { connection_string: connection_string() } };
    const { outputs } = await run({ step: "prefect_azure.deployments.steps.push_to_azure_blob_storage", inputs, cwd: project() });
    expect(outputs).toEqual(place);
    expect([...objects.keys()].toSorted()).toEqual(["f/.prefectignore", "f/a.ts", "f/b/c d+%&.ts"]);
    objects.set("fg/x", "beside it");
    const { directory } = await run({ step: "prefect_azure.deployments.steps.pull_from_azure_blob_storage", inputs });
    expect([directory, read(dir, "a.ts"), read(dir, "b", "c d+%&.ts")]).toEqual([dir, "a", ""]);
    const named = { block_type_slug: "azure-blob-storage-container", block_document_name: "b" };
    const block = { container_name: "code", base_folder: "f", credentials: { account_url: `${url}/acme?sv=1&sig=a%2Bb` } };
    expect(read((await run({ step: "prefect.deployments.steps.pull_with_block", inputs: named, block })).directory, "a.ts")).toBe("a");
    expect(asked.at(-1)).toBe("a+b");
    const at = { url: "az://code/f", connection_string: connection_string() };
    expect(read((await run({ step: "prefect.deployments.steps.pull_from_remote_storage", inputs: at })).directory, "a.ts")).toBe("a");
  });

  test("is asked for with the account's signature", async () => {
    const known: string[] = [];
    const serve = answer;
    answer = (request, address, body) => {
      const { headers } = request;
      const own = Object.keys(headers)
        .filter((name) => name.startsWith("x-ms-"))
        .toSorted();
      const lines = own.map((name) => `${name}:${String(headers[name])}\n`).join("");
      const query = [...address.searchParams]
        .toSorted()
        .map(([name, value]) => `\n${name}:${value}`)
        .join("");
      const said = `GET${"\n".repeat(12)}${lines}/acme${address.pathname}${query}`;
      known.push(`SharedKey acme:${createHmac("sha256", "a key").update(said).digest("base64")}`);
      return serve(request, address, body);
    };
    objects.set("f/a.ts", "a");
    const credentials = { connection_string: connection_string() };
    const inputs = { container: "code", folder: "f", credentials };
    await run({ step: "prefect_azure.deployments.steps.pull_from_azure_blob_storage", inputs });
    expect(asked).toEqual(known);
    await expect(
      run({
        step: "prefect_azure.deployments.steps.pull_from_azure_blob_storage",
        inputs: { container: "other", folder: "f", credentials },
      }),
    ).rejects.toThrow("The container other refused: ContainerNotFound. Create it, or correct the name.");
  });

  test.each<[JsonObject, string]>([
    [{}, "There are no credentials for Azure."],
    [{ connection_string: "AccountName=acme" }, "lacks AccountName, AccountKey or an endpoint"],
  ])("needs credentials: %j", async (credentials, message) => {
    const inputs = { container: "code", folder: "f", credentials };
    await expect(run({ step: "prefect_azure.deployments.steps.pull_from_azure_blob_storage", inputs })).rejects.toThrow(message);
  });
});
