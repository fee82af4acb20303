import { openAsBlob } from "node:fs";
import type { JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { askStore, saveBody } from "../stores/request.ts";
import type { Store } from "../stores/store.ts";
import { isObject } from "../templating/placeholders.ts";
import type { GcsAccess } from "./access.ts";

const hints: Readonly<Record<number, string>> = {
  401: "The credentials are not, or no longer, valid.",
  403: "Give the account the right to list, read and write it.",
  404: "Create it, or correct the name.",
};

const explain = async (reply: Response, name: string): Promise<string> => {
  const body = (await reply.json().catch(() => ({}))) as JsonObject;
  const said = isObject(body.error) && typeof body.error.message === "string" ? body.error.message : `status ${reply.status}`;
  return `The bucket ${name} refused: ${said.replace(/\.$/, "")}. ${hints[reply.status] ?? ""}`.trim();
};

interface Page {
  readonly items?: readonly { readonly name: string }[];
  readonly nextPageToken?: string;
}

/** Opens a bucket of Google Cloud Storage; nothing is asked of it yet. */
export const openGcsBucket = (name: string, { url, token }: GcsAccess): Store => {
  const send = async (path: string, init: () => Promise<RequestInit> = async () => ({})): Promise<Response> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const reply = await askStore(`${url}${path}`, async () => ({ ...(await init()), headers }));
    if (!reply.ok) throw new LoadError(await explain(reply, name));
    return reply;
  };
  const objects = `/storage/v1/b/${encodeURIComponent(name)}/o`;
  return {
    async listKeys(prefix) {
      const found: string[] = [];
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const query = new URLSearchParams({
          prefix,
          fields: "items(name),nextPageToken",
          ...(token === undefined ? {} : { pageToken: token }),
        });
        const page = (await (await send(`${objects}?${query}`)).json()) as Page;
        found.push(...(page.items ?? []).map((item) => item.name));
        token = page.nextPageToken;
      }
      return found;
    },
    async download(key, file) {
      await saveBody(await send(`${objects}/${encodeURIComponent(key)}?alt=media`), file);
    },
    async upload(key, file) {
      const query = new URLSearchParams({ uploadType: "media", name: key });
      await send(`/upload${objects}?${query}`, async () => ({ method: "POST", body: await openAsBlob(file) }));
    },
  };
};
