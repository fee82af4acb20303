import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folders deep, and files looked into: enough for a project, and over at once. */
const depth = 3;
const most = 500;

const listFiles = (root: string, folder = "", left = depth): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (/^[._]|^(node_modules|dist|build|venv)$/.test(entry.name)) return [];
    if (entry.isDirectory()) return left > 0 ? listFiles(root, path, left - 1) : [];
    return /(?<!\.d|\.test)\.([cm]?[jt]s|py)$/.test(entry.name) ? [path] : [];
  });

const inPython = /^@flow\b[\s\S]*?^(?:async )?def (\w+)/gm;
const inTypeScript = /^export const (\w+)(?:: [^=]+)? = flow\(/gm;

/** Entrypoints of the flows in a project, as far as they can be told without running its code, such as `flows/crawl.ts:crawl`. */
export const listFlows = (root: string): readonly string[] =>
  listFiles(root)
    .slice(0, most)
    .flatMap((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return [...text.matchAll(path.endsWith(".py") ? inPython : inTypeScript)].map(([, name]) => `${path}:${name}`);
    })
    .toSorted();
