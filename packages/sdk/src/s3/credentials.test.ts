import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findAccess } from "./credentials.ts";

let home: string;
let cloud: Server;
let url = "";

const handedOut = { AccessKeyId: "machine", SecretAccessKey: "s", Token: "t" };

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "millrace-keys-"));
  writeFileSync(join(home, "config"), "[default]\nregion = eu-west-1\n[profile other]\nregion=us-west-2\nendpoint_url = http://store\n");
  writeFileSync(join(home, "credentials"), "[other]\r\naws_access_key_id = profile\r\naws_secret_access_key = s\r\n");
  // Stands in for the addresses at which a cloud tells its machines and containers who they are.
  cloud = createServer(({ url: path, headers, method }, reply) => {
    if (path === "/container") reply.end(JSON.stringify({ ...handedOut, AccessKeyId: String(headers.authorization) }));
    else if (path === "/latest/api/token" && method === "PUT") reply.end("token");
    else if (headers["x-aws-ec2-metadata-token"] !== "token") reply.writeHead(401).end();
    else if (path?.endsWith("/security-credentials/")) reply.end("role\n");
    else if (path?.endsWith("/security-credentials/role")) reply.end(JSON.stringify(handedOut));
    else reply.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(cloud, "listening");
  url = `http://127.0.0.1:${(cloud.address() as AddressInfo).port}`;
});
afterAll(() => {
  cloud.close();
  rmSync(home, { recursive: true });
});

const find = (credentials: object, env: Readonly<Record<string, string>> = {}) => {
  const files = { AWS_CONFIG_FILE: join(home, "config"), AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials") };
  return findAccess({ credentials: { ...credentials }, env: { ...files, AWS_EC2_METADATA_DISABLED: "true", ...env }, home });
};
const given = { aws_access_key_id: "given", aws_secret_access_key: "s", region_name: "ap-south-1" };
const keysOnly = { AWS_ACCESS_KEY_ID: "env", AWS_SECRET_ACCESS_KEY: "s" };
const ofEnvironment = { AWS_ACCESS_KEY_ID: "env", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t", AWS_REGION: "eu-north-1" };

test.each<{ from: string; credentials?: object; env?: Readonly<Record<string, string>>; found: object }>([
  { from: "those given stand first", credentials: given, env: ofEnvironment, found: { accessKeyId: "given", region: "ap-south-1" } },
  { from: "a MinIO block", credentials: { minio_root_user: "minio", minio_root_password: "s" }, found: { accessKeyId: "minio" } },
  { from: "then the environment", env: ofEnvironment, found: { accessKeyId: "env", sessionToken: "t", region: "eu-north-1" } },
  {
    from: "then a profile",
    env: { AWS_PROFILE: "other" },
    found: { accessKeyId: "profile", region: "us-west-2", endpoint: "http://store" },
  },
  {
    from: "empty variables",
    env: { AWS_ENDPOINT_URL: "", AWS_REGION: "", ...keysOnly },
    found: { region: "eu-west-1", endpoint: undefined },
  },
  { from: "a profile that is named", credentials: { profile_name: "other" }, env: ofEnvironment, found: { accessKeyId: "profile" } },
])("keys and region: $from", async ({ credentials = {}, env, found }) => {
  const { keys, ...access } = await find(credentials, env);
  expect({ ...keys, ...access }).toMatchObject(found);
});

test("then what a container or a machine hands out", async () => {
  const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container`, AWS_CONTAINER_AUTHORIZATION_TOKEN: "pod" };
  expect((await find({}, container)).keys).toEqual({ accessKeyId: "pod", secretAccessKey: "s", sessionToken: "t" });
  const machine = { AWS_EC2_METADATA_DISABLED: "", AWS_EC2_METADATA_SERVICE_ENDPOINT: url };
  expect((await find({}, machine)).keys.accessKeyId).toBe("machine");
});

test.each([
  [{}, "There are no keys for the bucket."],
  [{ profile_name: "default" }, 'The profile "default" has no keys in ~/.aws.'],
])("without keys it says what to do: %j", async (credentials, message) => {
  await expect(find(credentials)).rejects.toThrow(message);
});
