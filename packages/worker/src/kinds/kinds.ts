import { findPythonPackage } from "@millrace/contract";
import { findNearest } from "@millrace/settings";
import { WorkerError } from "../worker-error.ts";
import type { OpenKind } from "./kind.ts";

/** Every kind by its type, loaded when a worker of it starts. */
const kinds: Readonly<Record<string, () => Promise<OpenKind>>> = {
  process: async () => (await import("./process/open-kind.ts")).openProcessKind,
  docker: async () => (await import("./docker/open-kind.ts")).openDockerKind,
};

export const kindNames: readonly string[] = Object.keys(kinds);

const explainMissing = (type: string): string => {
  const here = `This worker has no infrastructure of the type "${type}"; it has ${kindNames.join(" and ")}.`;
  const near = findNearest(type, kindNames);
  if (near !== undefined) return `${here} Did you mean ${near}?`;
  const needed = findPythonPackage(type);
  if (needed === undefined) return `${here} Use a pool of such a type, or the worker of the Python client with the package for "${type}".`;
  return `${here} None can be installed into it.\nPython's worker has it, and serves the same pool:\n  pip install prefect ${needed}\n  python -m prefect worker start --type ${type} --pool NAME`;
};

/** Throws a `WorkerError` for a type there is no kind of. */
export const loadKind = (type: string): Promise<OpenKind> => {
  const load = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (load !== undefined) return load();
  throw new WorkerError(explainMissing(type));
};
