/** A bucket of a store that speaks S3. The library signs requests; this file says them. */
import { openAsBlob } from "node:fs";
import { AwsClient } from "aws4fetch";
import { LoadError } from "../loading/load-error.ts";
import { saveBody, unreachable } from "../stores/request.ts";
import type { Store } from "../stores/store.ts";
import { textsOf } from "../stores/xml.ts";
import type { Access } from "./credentials.ts";

/** Keys may hold what XML cannot; then the store writes them as addresses do. */
const keysOf = (xml: string): readonly string[] => {
  const keys = textsOf(xml, "Key");
  return textsOf(xml, "EncodingType").includes("url") ? keys.map((key) => decodeURIComponent(key.replaceAll("+", " "))) : keys;
};

const encodeKey = (key: string): string => key.split("/").map(encodeURIComponent).join("/");

/** Other stores find a bucket in the path, AWS in the host's name, which takes no further dots. */
const addressOf = (name: string, region: string, endpoint: string | undefined): string => {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, "")}/${name}`;
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return name.includes(".") ? `https://s3.${region}.${domain}/${name}` : `https://${name}.s3.${region}.${domain}`;
};

const explain = async (reply: Response, name: string): Promise<string> => {
  const body = await reply.text();
  const [code = `status ${reply.status}`] = textsOf(body, "Code");
  const hints: Readonly<Record<string, string>> = {
    NoSuchBucket: "Create it, or correct the name.",
    AccessDenied: "Give the keys the right to list, read and write it.",
    InvalidAccessKeyId: "The store does not know the key.",
    SignatureDoesNotMatch: "The secret does not belong to the key.",
    ExpiredToken: "The session of the keys is over.",
  };
  return `The bucket ${name} refused: ${code}. ${hints[code] ?? textsOf(body, "Message")[0] ?? ""}`.trim();
};

/** Opens a bucket; nothing is asked of it yet. Its functions throw a `LoadError` that says what the store refused. */
export const openBucket = (name: string, { keys, region: known, endpoint }: Access): Store => {
  let region = known ?? "us-east-1";
  const send = async (path: string, init: () => Promise<RequestInit>, moved = false): Promise<Response> => {
    const url = `${addressOf(name, region, endpoint)}${path}`;
    const client = new AwsClient({ ...keys, sessionToken: keys.sessionToken ?? "", service: "s3", region, retries: 3 });
    const reply = await client.fetch(url, { ...(await init()), redirect: "manual" }).catch((cause: Error) => {
      throw unreachable(url, cause);
    });
    if (reply.ok) return reply;
    const home = reply.headers.get("x-amz-bucket-region");
    if (!moved && endpoint === undefined && home !== null && home !== region) {
      region = home;
      return send(path, init, true);
    }
    throw new LoadError(await explain(reply, name));
  };
  const get = (path: string): Promise<Response> => send(path, async () => ({ method: "GET" }));
  return {
    async listKeys(prefix) {
      const found: string[] = [];
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const query = new URLSearchParams({ "list-type": "2", "encoding-type": "url", prefix });
        if (token !== undefined) query.set("continuation-token", token);
        const xml = await (await get(`?${query.toString().replaceAll("+", "%20")}`)).text();
        found.push(...keysOf(xml));
        [token] = textsOf(xml, "NextContinuationToken");
      }
      return found;
    },
    async download(key, file) {
      await saveBody(await get(`/${encodeKey(key)}`), file);
    },
    async upload(key, file) {
      // A blob of a file is read as it is sent, and again when it is sent again.
      await send(`/${encodeKey(key)}`, async () => ({ method: "PUT", body: await openAsBlob(file) }));
    },
  };
};
