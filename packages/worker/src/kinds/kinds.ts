import { findNearest } from "@millrace/settings";
import { WorkerError } from "../worker-error.ts";
import type { OpenKind } from "./kind.ts";

/** Every kind by its type, loaded when a worker of it starts. */
const kinds: Readonly<Record<string, () => Promise<OpenKind>>> = {
  process: async () => (await import("./process/open-kind.ts")).openProcessKind,
  docker: async () => (await import("./docker/open-kind.ts")).openDockerKind,
};

export const kindNames: readonly string[] = Object.keys(kinds);

/** Packages of the Python client by the type their workers are of (workers.md §7). */
const pythonPackages: Readonly<Record<string, string>> = {
  kubernetes: "prefect-kubernetes",
  ecs: "prefect-aws",
  "cloud-run": "prefect-gcp",
  "cloud-run-v2": "prefect-gcp",
  "vertex-ai": "prefect-gcp",
  "azure-container-instance": "prefect-azure",
};

const explainMissing = (type: string): string => {
  const here = `This worker has no infrastructure of the type "${type}"; it has ${kindNames.join(" and ")}.`;
  const near = findNearest(type, kindNames);
  if (near !== undefined) return `${here} Did you mean ${near}?`;
  const needed = Object.hasOwn(pythonPackages, type) ? pythonPackages[type] : undefined;
  if (needed === undefined) return `${here} Use a pool of such a type, or the worker of the Python client with the package for "${type}".`;
  return `${here} None can be installed into it.\nPython's worker has it, and serves the same pool:\n  pip install prefect ${needed}\n  python -m prefect worker start --type ${type} --pool NAME`;
};

/** Throws a `WorkerError` for a type there is no kind of. */
export const loadKind = (type: string): Promise<OpenKind> => {
  const load = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (load !== undefined) return load();
  throw new WorkerError(explainMissing(type));
};
