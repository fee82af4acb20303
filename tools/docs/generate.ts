/** Writes the reference: `node tools/docs/generate.ts`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { listPages } from "./pages.ts";

const root = join(import.meta.dirname, "../..");

for (const [path, text] of await listPages()) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(path);
}
