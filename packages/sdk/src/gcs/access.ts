/** Who asks a bucket of Google Cloud Storage: an account that is given, else the one the machine has, in the order Google's programs look. */
import { createSign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { askStore } from "../stores/request.ts";
import { isObject, textOf } from "../templating/placeholders.ts";

export interface GcsAccess {
  /** Address of the store. */
  readonly url: string;
  /** What requests carry; undefined for a stand-in that asks for nothing. */
  readonly token: string | undefined;
}

export interface GcsOptions {
  /** Fields of a block `gcp-credentials`; empty looks to the machine. */
  readonly credentials: JsonObject;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

const scope = "https://www.googleapis.com/auth/devstorage.read_write";
const tokenAddress = "https://oauth2.googleapis.com/token";
const hourSeconds = 3600;

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const signAssertion = (account: JsonObject, audience: string): string => {
  const [email, key] = [textOf(account.client_email), textOf(account.private_key)];
  if (email === undefined || key === undefined) {
    throw new LoadError("The account of Google Cloud has no client_email or no private_key. Give the whole JSON of its key.");
  }
  const issued = Math.floor(performance.timeOrigin / 1000 + performance.now() / 1000);
  const claims = { iss: email, scope, aud: audience, iat: issued, exp: issued + hourSeconds };
  const content = `${base64url({ alg: "RS256", typ: "JWT", kid: textOf(account.private_key_id) })}.${base64url(claims)}`;
  try {
    return `${content}.${createSign("RSA-SHA256").update(content).sign(key, "base64url")}`;
  } catch (cause) {
    throw new LoadError(`The private_key of the account ${email} cannot be used. Give the whole JSON of its key.`, { cause });
  }
};

const askForToken = async (url: string, form: Readonly<Record<string, string>>): Promise<string> => {
  const reply = await askStore(url, async () => ({ method: "POST", body: new URLSearchParams(form) }));
  const answer = (await reply.json().catch(() => ({}))) as JsonObject;
  const token = textOf(answer.access_token);
  if (reply.ok && token !== undefined) return token;
  const why = textOf(answer.error_description) ?? textOf(answer.error) ?? `status ${reply.status}`;
  throw new LoadError(`Google Cloud refused the account: ${why}.`);
};

/** By what a file of credentials holds: the key of a service account, or a person's login. */
const tokenOf = (account: JsonObject): Promise<string> => {
  const url = textOf(account.token_uri) ?? tokenAddress;
  if (account.type !== "authorized_user") {
    return askForToken(url, { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: signAssertion(account, url) });
  }
  const [id = "", secret = "", refresh = ""] = [account.client_id, account.client_secret, account.refresh_token].map(textOf);
  return askForToken(url, { grant_type: "refresh_token", client_id: id, client_secret: secret, refresh_token: refresh });
};

const readAccount = async (file: string): Promise<JsonObject> => {
  try {
    const account = JSON.parse(await readFile(file, "utf8")) as Json;
    if (isObject(account)) return account;
  } catch (cause) {
    throw new LoadError(`The credentials of Google Cloud in ${file} cannot be read. Correct the path, or the file.`, { cause });
  }
  throw new LoadError(`${file} holds no credentials of Google Cloud.`);
};

/** A machine outside of Google Cloud answers nothing at this address. */
const patienceMillis = 1000;

const askMachine = async (env: NodeJS.ProcessEnv): Promise<string | undefined> => {
  const host = env.GCE_METADATA_HOST || "metadata.google.internal";
  try {
    const url = `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`;
    const reply = await fetch(url, { headers: { "metadata-flavor": "Google" }, signal: AbortSignal.timeout(patienceMillis) });
    return reply.ok ? textOf(((await reply.json()) as JsonObject).access_token) : undefined;
  } catch {
    return undefined;
  }
};

const findAccount = async ({ credentials, env, home }: GcsOptions): Promise<JsonObject | undefined> => {
  const { service_account_info: info, service_account_file: file } = credentials;
  if (isObject(info)) return info;
  if (typeof info === "string" && info !== "") return JSON.parse(info) as JsonObject;
  const named = textOf(file) ?? (env.GOOGLE_APPLICATION_CREDENTIALS || undefined);
  if (named !== undefined) return readAccount(named.replace(/^~(?=\/)/, home));
  return readAccount(join(home, ".config", "gcloud", "application_default_credentials.json")).catch(() => undefined);
};

/** Finds out how to reach Google's store, and as whom. Throws a `LoadError` when nobody says. */
export const findGcsAccess = async (options: GcsOptions): Promise<GcsAccess> => {
  const { env } = options;
  const standIn = env.STORAGE_EMULATOR_HOST || undefined;
  if (standIn !== undefined) return { url: standIn.includes("://") ? standIn : `http://${standIn}`, token: undefined };
  const account = await findAccount(options);
  const token = account === undefined ? await askMachine(env) : await tokenOf(account);
  if (token === undefined) {
    throw new LoadError(
      "There are no credentials for Google Cloud. Give the step some, such as {{ prefect.blocks.gcp-credentials.NAME }}, or set GOOGLE_APPLICATION_CREDENTIALS.",
    );
  }
  // One token lasts an hour, which is more than copying code takes.
  return { url: "https://storage.googleapis.com", token };
};
