import { openAsBlob } from "node:fs";
import { LoadError } from "../loading/load-error.ts";
import { askStore, saveBody } from "../stores/request.ts";
import type { Store } from "../stores/store.ts";
import { textsOf } from "../stores/xml.ts";
import type { AzureAccess, AzureRequest } from "./access.ts";

const version = "2021-12-02";

const hints: Readonly<Record<string, string>> = {
  ContainerNotFound: "Create it, or correct the name.",
  AuthenticationFailed: "The key does not belong to the account, or what signs the address is over.",
  AuthorizationFailure: "Give the account the right to list, read and write it.",
  AuthorizationPermissionMismatch: "Give the account the right to list, read and write it.",
};

const explain = async (reply: Response, name: string): Promise<string> => {
  const body = await reply.text();
  const code = reply.headers.get("x-ms-error-code") ?? textsOf(body, "Code")[0] ?? `status ${reply.status}`;
  return `The container ${name} refused: ${code}. ${hints[code] ?? textsOf(body, "Message")[0]?.split("\n")[0] ?? ""}`.trim();
};

interface Sending {
  readonly method?: AzureRequest["method"];
  readonly file?: string;
}

/** Opens a container of Azure Blob Storage; nothing is asked of it yet. */
export const openAzureContainer = (name: string, { url, signature, authorize }: AzureAccess): Store => {
  const send = async (path: string, query: Readonly<Record<string, string>>, { method = "GET", file }: Sending = {}): Promise<Response> => {
    const address = new URL(`${url}/${name}${path}`);
    for (const [key, value] of [...Object.entries(query), ...new URLSearchParams(signature)]) address.searchParams.set(key, value);
    const init = async (): Promise<RequestInit> => {
      const body = file === undefined ? undefined : await openAsBlob(file);
      const headers = {
        "x-ms-version": version,
        "x-ms-date": new Date(performance.timeOrigin + performance.now()).toUTCString(),
        ...(body === undefined ? {} : { "x-ms-blob-type": "BlockBlob", "content-type": "application/octet-stream" }),
      };
      const authorization = authorize({ method, url: address, headers, length: body?.size ?? 0 });
      return {
        method,
        headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
        ...(body === undefined ? {} : { body }),
      };
    };
    const reply = await askStore(address.href, init);
    if (!reply.ok) throw new LoadError(await explain(reply, name));
    return reply;
  };
  const pathOf = (key: string): string => `/${key.split("/").map(encodeURIComponent).join("/")}`;
  return {
    async listKeys(prefix) {
      const found: string[] = [];
      for (let marker = "", more = true; more; more = marker !== "") {
        const xml = await (await send("", { restype: "container", comp: "list", prefix, ...(marker === "" ? {} : { marker }) })).text();
        found.push(...textsOf(xml, "Name"));
        marker = textsOf(xml, "NextMarker")[0] ?? "";
      }
      return found;
    },
    async download(key, file) {
      await saveBody(await send(pathOf(key), {}), file);
    },
    async upload(key, file) {
      await (await send(pathOf(key), {}, { method: "PUT", file })).body?.cancel();
    },
  };
};
