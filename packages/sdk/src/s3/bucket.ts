/** A bucket of a store that speaks S3. The library signs requests; this file says them. */
import { createWriteStream, openAsBlob } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsClient } from "aws4fetch";
import { LoadError } from "../loading/load-error.ts";
import type { Access } from "./credentials.ts";

export interface Bucket {
  /** Keys that begin with a text, in the store's order. */
  readonly listKeys: (prefix: string) => Promise<readonly string[]>;
  readonly download: (key: string, file: string) => Promise<void>;
  readonly upload: (key: string, file: string) => Promise<void>;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescapeXml = (value: string): string =>
  value.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string) => {
    if (hex === undefined && decimal === undefined) return named[whole.slice(1, -1).toLowerCase()] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });

const textsOf = (xml: string, tag: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map(([, value = ""]) => unescapeXml(value));

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
export const openBucket = (name: string, { keys, region: known, endpoint }: Access): Bucket => {
  let region = known ?? "us-east-1";
  const send = async (path: string, init: () => Promise<RequestInit>, moved = false): Promise<Response> => {
    const url = `${addressOf(name, region, endpoint)}${path}`;
    const client = new AwsClient({ ...keys, sessionToken: keys.sessionToken ?? "", service: "s3", region, retries: 3 });
    const reply = await client.fetch(url, { ...(await init()), redirect: "manual" }).catch((cause: Error) => {
      const { origin } = new URL(url);
      const why = cause.cause instanceof Error ? cause.cause.message || cause.message : cause.message;
      throw new LoadError(`The store at ${origin} could not be reached: ${why}.`, { cause });
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
      const { body } = await get(`/${encodeKey(key)}`);
      await pipeline(body === null ? Readable.from([]) : Readable.fromWeb(body), createWriteStream(file));
    },
    async upload(key, file) {
      // A blob of a file is read as it is sent, and again when it is sent again.
      await send(`/${encodeKey(key)}`, async () => ({ method: "PUT", body: await openAsBlob(file) }));
    },
  };
};
