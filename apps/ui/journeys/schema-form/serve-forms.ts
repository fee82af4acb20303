import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export interface ServedForms {
  /** The page with the form of a schema of the fixtures, with what it begins with. */
  readonly urlOf: (schema: string, given?: { readonly values?: unknown; readonly defaults?: unknown }) => string;
  readonly stop: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** Builds a page that is nothing but a form, and serves it. */
export const serveForms = async (): Promise<ServedForms> => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-forms-"));
  const root = fileURLToPath(new URL("./", import.meta.url));
  const configFile = fileURLToPath(new URL("../../vite.config.ts", import.meta.url));
  await build({ configFile, root, logLevel: "error", build: { outDir: folder, emptyOutDir: true, manifest: false } });
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const content = await readFile(join(folder, normalize(pathname === "/" ? "/index.html" : pathname))).catch(() => undefined);
    response.writeHead(content === undefined ? 404 : 200, { "content-type": types[extname(pathname) || ".html"] ?? "text/plain" });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    urlOf: (schema, { values = {}, defaults = {} } = {}) => {
      const query = new URLSearchParams({ schema, values: JSON.stringify(values), defaults: JSON.stringify(defaults) });
      return `http://127.0.0.1:${port}/?${query}`;
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
};
