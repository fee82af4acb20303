import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, isAbsolute, join, resolve } from "node:path";
import { defineFlow, type FlowDefinition } from "../definitions/flow-options.ts";
import { collectFlows, findFlowDefinition } from "../definitions/flow-registry.ts";
import { slugOf } from "../definitions/names.ts";
import { type Exports, importFile } from "./import-file.ts";
import { LoadError } from "./load-error.ts";

/** `path/to/file.ts:name`, split at the last colon. Throws a `LoadError` when there is none. */
export const splitEntrypoint = (entrypoint: string): { readonly path: string; readonly name: string } => {
  const colon = entrypoint.lastIndexOf(":");
  if (colon > 0 && colon < entrypoint.length - 1) return { path: entrypoint.slice(0, colon), name: entrypoint.slice(colon + 1) };
  throw new LoadError(`"${entrypoint}" is not an entrypoint; write the file and the name it exports, such as flows/crawl.ts:crawl.`);
};

const compiled: Readonly<Record<string, readonly string[]>> = { ".ts": [".js"], ".mts": [".mjs"], ".cts": [".cjs"] };

/** The file of an entrypoint's path: as named, or compiled beside it, or a module's. */
export const findFile = (path: string, cwd: string): string => {
  const extension = extname(path);
  const isFile = isAbsolute(path) || path.startsWith(".") || /^\.[cm]?[jt]sx?$/.test(extension);
  if (!isFile) {
    try {
      return createRequire(join(cwd, "flows.js")).resolve(path);
    } catch (cause) {
      throw new LoadError(
        `The module "${path}" is not installed in ${cwd}. Install it, or name a file with its ending, such as flows.ts.`,
        { cause },
      );
    }
  }
  const file = resolve(cwd, path);
  const candidates = [file, ...(compiled[extension] ?? []).map((ending) => file.slice(0, -extension.length) + ending)];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new LoadError(`There is no file ${path} in ${cwd}. Correct the entrypoint, or run where the file is.`);
};

const listFlows = (exports: Exports): string => {
  const names = Object.entries(exports).flatMap(([name, value]) => (findFlowDefinition(value) === undefined ? [] : [name]));
  return names.length === 0 ? "It exports no flow" : `It exports ${names.toSorted().join(", ")}`;
};

/** The flow an entrypoint's name means: what is exported under it, or else a flow that has it as its own name. */
const findFlow = (exports: Exports, name: string, defined: readonly FlowDefinition[]): FlowDefinition | undefined => {
  const exported = exports[name];
  const definition = findFlowDefinition(exported);
  if (definition !== undefined) return definition;
  if (typeof exported === "function") return defineFlow({ name: slugOf(name) }, exported as (...args: never[]) => unknown);
  const all = [...Object.values(exports).flatMap((value) => findFlowDefinition(value) ?? []), ...defined];
  return all.find((flow) => flow.name === name);
};

/**
 * Loads the flow of an entrypoint, `flows/crawl.ts:crawl`, relative to a directory. A plain exported function is made a flow. Throws a
 * `LoadError` that says what is wrong with the file.
 */
export const loadFlow = async (entrypoint: string, cwd: string): Promise<FlowDefinition> => {
  const { path, name } = splitEntrypoint(entrypoint);
  if (path.endsWith(".py")) {
    throw new LoadError(
      `${entrypoint} is a Python flow, and this engine runs TypeScript. Run it with "python -m prefect.engine" or a Prefect worker.`,
    );
  }
  const file = findFile(path, cwd);
  const { value: exports, flows } = await collectFlows(() => importFile(file, cwd));
  const flow = findFlow(exports, name, flows);
  if (flow !== undefined) return flow;
  throw new LoadError(`${path} has no flow "${name}". ${listFlows(exports)}; export it as "export const ${name} = flow({ … }, …)".`);
};
