import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Code } from "./locate-code.ts";

export type Engine = (flowRunId: string) => Promise<number>;

/**
 * The engine of the package that a flow's own file imports, where that is another copy than this one, as with a worker that was
 * installed apart from the flows. Tasks and loggers know only the engine of their own copy. Undefined when there is none.
 */
export const findOtherEngine = async ({ entrypoint, directory }: Code, own: Engine): Promise<Engine | undefined> => {
  const file = resolve(directory, entrypoint.slice(0, Math.max(entrypoint.lastIndexOf(":"), 0)));
  let path: string;
  try {
    path = createRequire(file).resolve("millrace");
  } catch {
    return undefined;
  }
  const { executeFlowRun: other } = (await import(pathToFileURL(path).href)) as { readonly executeFlowRun?: unknown };
  return typeof other === "function" && other !== own ? (other as Engine) : undefined;
};
