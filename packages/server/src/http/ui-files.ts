import { readFile } from "node:fs/promises";
import { extname } from "node:path";

/** Where the pages lie: in the package beside the program, in a clone where `make ui` puts them. */
const ownFolder = new URL("../../../../.cache/ui/", import.meta.url);

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** The build makes a copy of each file in these codings; the smallest first. */
const codings: readonly { readonly name: string; readonly ending: string }[] = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
];

export interface UiFile {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const accepts = (accepted: string, coding: string): boolean =>
  accepted.split(",").some((each) => {
    const [name = "", ...parameters] = each.split(";").map((part) => part.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });

/** The page itself, which is no file that anybody asks for by this name. */
const pageFile = "index.html";

const read = async (folder: string | undefined, path: string): Promise<Buffer | undefined> => {
  const place = folder === undefined ? new URL(path, ownFolder) : `${folder}/${path}`;
  return readFile(place).catch(() => undefined);
};

/** A file of the build in the best coding the caller takes; undefined when there is none. Read anew each time, and kept nowhere. */
export const findUiFile = async (
  path: string,
  { folder, accepted }: { readonly folder: string | undefined; readonly accepted: string },
): Promise<UiFile | undefined> => {
  const type = types[extname(path)];
  if (type === undefined || path.includes("..") || path === pageFile) return undefined;
  // Names in assets/ carry a hash of what is in them; the others change with an upgrade.
  const caching = path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  const headers = { "content-type": type, "cache-control": caching, vary: "Accept-Encoding", "x-content-type-options": "nosniff" };
  for (const { name, ending } of codings.filter((coding) => accepts(accepted, coding.name))) {
    const bytes = await read(folder, path + ending);
    if (bytes !== undefined) return { bytes, headers: { ...headers, "content-encoding": name } };
  }
  const bytes = await read(folder, path);
  return bytes === undefined ? undefined : { bytes, headers };
};

/** The page that all paths of the UI answer; undefined when the pages are not built. */
export const findUiPage = async (folder: string | undefined): Promise<string | undefined> => (await read(folder, pageFile))?.toString();
