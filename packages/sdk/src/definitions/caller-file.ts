import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";

const frames = 8;

const toPath = (script: string): string => (script.startsWith("file:") ? fileURLToPath(script) : script);

/** The file that called a function of the given module; undefined when it was no file, such as an interactive prompt. */
export const findCallerFile = (module: string): string | undefined => {
  const own = [toPath(module), fileURLToPath(import.meta.url)];
  const caller = getCallSites(frames).find(({ scriptName }) => !own.includes(toPath(scriptName)));
  const path = caller === undefined ? "" : toPath(caller.scriptName);
  return /\.[cm]?[jt]sx?$/.test(path) ? path : undefined;
};
