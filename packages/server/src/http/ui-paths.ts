import type { ServerSettings } from "../settings.ts";

type Places = Pick<ServerSettings, "basePath" | "uiEnabled" | "uiServeBase">;

/** The path under which pages are served, with a slash at its end. */
export const uiServePath = ({ uiServeBase }: Places): string => `/${uiServeBase.replaceAll(/^\/+|\/+$/g, "")}/`.replace("//", "/");

/** First parts of the paths of pages. Other paths are answered with a page only when somebody browses. */
const roots = new Set([
  "",
  "artifacts",
  "automations",
  "blocks",
  "concurrency-limits",
  "dashboard",
  "deployments",
  "events",
  "flow-runs",
  "flows",
  "login",
  "runs",
  "settings",
  "timeline",
  "variables",
  "work-pools",
  "work-queues",
  "workers",
]);

/** What of the pages a request is for: a file of the build, a page, or a path that no page has. */
export type UiRequest = { readonly kind: "file" | "page" | "unknown"; readonly path: string };

const readPath = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
};

/**
 * What a path asks of the pages; undefined when it is none of theirs. The API's own paths never are, unless the pages are served
 * below them. Files lie in `assets/` and at the top; names of objects may have dots, so that a dot alone makes no file.
 */
export const uiRequestOf = (url: string, settings: Places): UiRequest | undefined => {
  const base = uiServePath(settings);
  const path = readPath(url.split("?")[0] ?? "");
  if (!settings.uiEnabled || path === undefined) return undefined;
  const isApi = path === settings.basePath || path.startsWith(`${settings.basePath}/`);
  if (isApi && base.length <= settings.basePath.length + 1) return undefined;
  if (`${path}/` === base) return { kind: "page", path: "" };
  if (!path.startsWith(base)) return undefined;
  const rest = path.slice(base.length);
  if (/^(assets\/.*|[\w-]+\.\w+)$/.test(rest)) return { kind: "file", path: rest };
  return { kind: roots.has(rest.split("/")[0] ?? "") ? "page" : "unknown", path: rest };
};
