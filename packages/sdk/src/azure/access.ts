/** Who asks a container of Azure Blob Storage: a key, a signed address, or an account of Azure's directory. */
import { createHmac } from "node:crypto";
import type { JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { askStore } from "../stores/request.ts";
import { textOf } from "../templating/placeholders.ts";

export interface AzureRequest {
  readonly method: "GET" | "PUT";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly length: number;
}

export interface AzureAccess {
  /** Address of the account's blobs. */
  readonly url: string;
  /** Parameters that every address carries, where it is those that let in. */
  readonly signature: string;
  /** The header that lets a request in; undefined where its address does. */
  readonly authorize: (request: AzureRequest) => string | undefined;
}

/** `Name=value;Name=value`; values may hold further equals signs. */
const parseConnection = (connection: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    connection
      .split(";")
      .map((part) => part.trim())
      .filter((part) => part.includes("="))
      .map((part) => [part.slice(0, part.indexOf("=")).toLowerCase(), part.slice(part.indexOf("=") + 1)]),
  );

const localAccount = {
  accountname: "devstoreaccount1",
  accountkey: "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
  blobendpoint: "http://127.0.0.1:10000/devstoreaccount1",
};

/** Headers that take part in a signature by their place. */
const signed = ["content-encoding", "content-language", "content-length", "content-md5", "content-type", "date", "if-modified-since"];
const signedToo = ["if-match", "if-none-match", "if-unmodified-since", "range"];

const signWith =
  (account: string, key: string): AzureAccess["authorize"] =>
  ({ method, url, headers, length }) => {
    const given: Readonly<Record<string, string>> = { ...headers, "content-length": length === 0 ? "" : String(length) };
    const own = Object.keys(headers)
      .filter((name) => name.startsWith("x-ms-"))
      .toSorted()
      .map((name) => `${name}:${headers[name]}\n`);
    const query = [...url.searchParams].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `\n${name}:${value}`);
    const content = [method, ...[...signed, ...signedToo].map((name) => given[name] ?? "")].join("\n");
    const text = `${content}\n${own.join("")}/${account}${url.pathname}${query.join("")}`;
    return `SharedKey ${account}:${createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64")}`;
  };

const fromConnection = (connection: string): AzureAccess => {
  const parsed = parseConnection(connection);
  const parts: Readonly<Record<string, string>> = parsed.usedevelopmentstorage === "true" ? localAccount : parsed;
  const {
    accountname: account,
    accountkey: key,
    sharedaccesssignature: signature = "",
    defaultendpointsprotocol: protocol = "https",
  } = parts;
  const url = parts.blobendpoint ?? (account && `${protocol}://${account}.blob.${parts.endpointsuffix ?? "core.windows.net"}`);
  if (url === undefined || url === "" || (signature === "" && (account === undefined || key === undefined))) {
    throw new LoadError("The connection_string of Azure's storage lacks AccountName, AccountKey or an endpoint. Copy it whole.");
  }
  const authorize = account === undefined || key === undefined ? () => undefined : signWith(account, key);
  return { url: url.replace(/\/+$/, ""), signature: signature.replace(/^\?/, ""), authorize };
};

const askDirectory = async (tenant: string, id: string, secret: string): Promise<string> => {
  const form = { grant_type: "client_credentials", client_id: id, client_secret: secret, scope: "https://storage.azure.com/.default" };
  const url = `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
  const reply = await askStore(url, async () => ({ method: "POST", body: new URLSearchParams(form) }));
  const answer = (await reply.json().catch(() => ({}))) as JsonObject;
  const token = textOf(answer.access_token);
  if (reply.ok && token !== undefined) return token;
  throw new LoadError(`Azure refused the account ${id}: ${textOf(answer.error_description) ?? `status ${reply.status}`}`);
};

/** A machine outside of Azure answers nothing at this address. */
const patienceMillis = 1000;

const askMachine = async (): Promise<string | undefined> => {
  const query = new URLSearchParams({ "api-version": "2018-02-01", resource: "https://storage.azure.com/" });
  try {
    const url = `http://169.254.169.254/metadata/identity/oauth2/token?${query}`;
    const reply = await fetch(url, { headers: { metadata: "true" }, signal: AbortSignal.timeout(patienceMillis) });
    return reply.ok ? textOf(((await reply.json()) as JsonObject).access_token) : undefined;
  } catch {
    return undefined;
  }
};

const findToken = async (credentials: JsonObject, env: NodeJS.ProcessEnv): Promise<string | undefined> => {
  const [tenant, id, secret] = [
    textOf(credentials.tenant_id) ?? env.AZURE_TENANT_ID,
    textOf(credentials.client_id) ?? env.AZURE_CLIENT_ID,
    textOf(credentials.client_secret) ?? env.AZURE_CLIENT_SECRET,
  ];
  return tenant && id && secret ? askDirectory(tenant, id, secret) : askMachine();
};

/**
 * Finds out how to reach a store of Azure: by the `connection_string` of a block or of the environment, else by the `account_url`, which
 * may be signed, and an account. Throws a `LoadError` when nobody says.
 */
export const findAzureAccess = async (credentials: JsonObject, env: NodeJS.ProcessEnv): Promise<AzureAccess> => {
  const address = textOf(credentials.account_url);
  const connection =
    textOf(credentials.connection_string) ?? (address === undefined ? env.AZURE_STORAGE_CONNECTION_STRING || undefined : undefined);
  if (connection !== undefined) return fromConnection(connection);
  if (address === undefined) {
    throw new LoadError(
      "There are no credentials for Azure. Give the step some, such as {{ prefect.blocks.azure-blob-storage-credentials.NAME }}, or set AZURE_STORAGE_CONNECTION_STRING.",
    );
  }
  const [url = "", signature = ""] = address.split("?");
  const token = signature === "" ? await findToken(credentials, env) : undefined;
  if (signature === "" && token === undefined) {
    throw new LoadError("There is no account for Azure's storage. Give tenant_id, client_id and client_secret, or a connection_string.");
  }
  return { url: url.replace(/\/+$/, ""), signature, authorize: () => (token === undefined ? undefined : `Bearer ${token}`) };
};
