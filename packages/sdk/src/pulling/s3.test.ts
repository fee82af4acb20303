import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@millrace/client";
import type { BlockDocument, JsonObject } from "@millrace/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runSteps } from "./run-steps.ts";

let dir: string;
let store: Server;
let endpoint = "";
/** Content by key; a page of a listing has two of them. */
let objects: Map<string, string>;
let asked: string[];

const listPage = (query: URLSearchParams): string => {
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get("prefix") ?? ""));
  const from = Number(query.get("continuation-token")?.slice(6) ?? 0);
  const next = from + 2 < keys.length ? `<NextContinuationToken>page&amp;+${from + 2}</NextContinuationToken>` : "";
  const contents = keys.slice(from, from + 2).map((key) => `<Contents><Key>${encodeURIComponent(key)}</Key></Contents>`);
  return `<ListBucketResult><EncodingType>url</EncodingType>${contents.join("")}${next}</ListBucketResult>`;
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "millrace-s3-"));
  objects = new Map();
  asked = [];
  store = createServer((request, reply) => {
    const { pathname, searchParams } = new URL(request.url ?? "", endpoint);
    asked.push(String(request.headers.authorization?.split(",")[0]));
    const [, bucket = "", ...key] = pathname.split("/");
    if (bucket !== "code") reply.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
    else if (searchParams.has("list-type")) reply.end(listPage(searchParams));
    else reply.end(objects.get(decodeURIComponent(key.join("/"))));
  }).listen(0, "127.0.0.1");
  await once(store, "listening");
  endpoint = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

const keys = { aws_access_key_id: "AK", aws_secret_access_key: "hush" };

const pull = async (name: string, inputs: JsonObject, block: JsonObject = {}) => {
  const document = { name: "b", data: block } as Partial<BlockDocument> as BlockDocument;
  const blockTypes = { ...createClient({ url: "http://127.0.0.1:1/api" }).blockTypes, getDocumentByName: async () => document };
  const client = { ...createClient({ url: "http://127.0.0.1:1/api" }), blockTypes };
  const env = { AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "/none", AWS_SHARED_CREDENTIALS_FILE: "/none" };
  const options = { client, steps: [{ [name]: inputs }], what: "the pull step", deployment: "d", cwd: dir, env, log: () => {} };
  return (await runSteps(options)).directory;
};
const read = (...path: readonly string[]): string => readFileSync(join(...path), "utf8");

test("a folder of a bucket is fetched, page by page, and nothing beside it", async () => {
  for (const key of ["f/", "f/a.ts", "f/b/c d+%.ts", "f/b/", "f/e", "fg/x"]) objects.set(key, `<${key}>`);
  const client_parameters = { endpoint_url: endpoint, region_name: "eu-west-1" };
  const directory = await pull("prefect_aws.deployments.steps.pull_from_s3", {
    bucket: "code",
    folder: "f",
    credentials: keys,
    client_parameters,
  });
  expect(directory).toBe(dir);
  expect([read(dir, "a.ts"), read(dir, "b", "c d+%.ts"), read(dir, "e")]).toEqual(["<f/a.ts>", "<f/b/c d+%.ts>", "<f/e>"]);
  expect(() => read(dir, "x")).toThrow("ENOENT");
  expect(asked[0]).toMatch(/^AWS4-HMAC-SHA256 Credential=AK\/\d{8}\/eu-west-1\/s3\/aws4_request$/);
});

test("so are the addresses and blocks that Python flows name", async () => {
  objects.set("f/a.ts", "a");
  const url = "s3://code/f";
  const settings = { key: "AK", secret: "hush", client_kwargs: { endpoint_url: endpoint } };
  const remote = await pull("prefect.deployments.steps.pull_from_remote_storage", { url, ...settings });
  expect([remote, read(remote, "a.ts")]).toEqual([join(dir, "s3-code-f"), "a"]);
  const s3 = { bucket_name: "code", bucket_folder: "f/", credentials: { ...keys, aws_client_parameters: { endpoint_url: endpoint } } };
  const named = { block_document_name: "b", block_type_slug: "s3-bucket" };
  const block = await pull("prefect.deployments.steps.pull_with_block", named, s3);
  expect([block, read(block, "a.ts")]).toEqual([join(dir, "s3-bucket-b"), "a"]);
  const file = { block_document_name: "b", block_type_slug: "remote-file-system" };
  expect(read(await pull("prefect.deployments.steps.pull_with_block", file, { basepath: url, settings }), "a.ts")).toBe("a");
});

test("a key leads out of no directory", async () => {
  objects.set("f//etc/passwd", "root");
  const inputs = { bucket: "code", folder: "f", credentials: keys, client_parameters: { endpoint_url: endpoint } };
  await expect(pull("prefect_aws.deployments.steps.pull_from_s3", inputs)).rejects.toThrow('The key "f//etc/passwd" leads out of');
});

test.each<[string, JsonObject, string]>([
  ["prefect_aws.deployments.steps.pull_from_s3", { bucket: "code" }, '"folder" is missing'],
  ["prefect_aws.deployments.steps.pull_from_s3", { bucket: "code", folder: "f" }, "There are no keys for the bucket."],
  [
    "prefect_aws.deployments.steps.pull_from_s3",
    { bucket: "code", folder: "f", client_parameters: { verify: false } },
    "NODE_EXTRA_CA_CERTS",
  ],
  ["prefect.deployments.steps.pull_from_remote_storage", { url: "ftp://code/f" }, "Addresses such as s3://bucket/folder, gs://"],
  ["prefect.deployments.steps.pull_with_block", { block_type_slug: "smb", block_document_name: "b" }, 'blocks of the type "smb"'],
])("%s %j says what is wrong", async (name, inputs, message) => {
  await expect(pull(name, inputs)).rejects.toThrow(message);
});

test("a refusal is told in words, without the secret", async () => {
  const inputs = { bucket: "other", folder: "f", credentials: keys, client_parameters: { endpoint_url: endpoint } };
  const refused = pull("prefect_aws.deployments.steps.pull_from_s3", inputs);
  await expect(refused).rejects.toThrow("The bucket other refused: AccessDenied. Give the keys the right to list, read and write it.");
  await expect(refused).rejects.not.toThrow("hush");
});
