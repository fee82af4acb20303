import { WorkerError } from "../worker-error.ts";
import type { OpenKind } from "./kind.ts";

/** Every kind by its type, loaded when a worker of it starts. */
const kinds: Readonly<Record<string, () => Promise<OpenKind>>> = {
  process: async () => (await import("./process/open-kind.ts")).openProcessKind,
  docker: async () => (await import("./docker/open-kind.ts")).openDockerKind,
};

export const kindNames: readonly string[] = Object.keys(kinds);

/** Throws a `WorkerError` for a type there is no kind of. */
export const loadKind = (type: string): Promise<OpenKind> => {
  const load = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (load !== undefined) return load();
  throw new WorkerError(
    `This worker has no infrastructure of the type "${type}"; it has ${kindNames.join(" and ")}. Use a pool of such a type, or a worker of the Python client with the package for "${type}".`,
  );
};
