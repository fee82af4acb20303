import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { explainImport, needsTranspiler } from "./explain-import.ts";

export type Exports = Readonly<Record<string, unknown>>;

interface Transpiler {
  readonly tsImport: (specifier: string, parent: string) => Promise<Exports>;
}

/** tsx as installed beside the flows; undefined when it is not. */
const findTranspiler = async (cwd: string): Promise<Transpiler | undefined> => {
  try {
    const path = createRequire(join(cwd, "flows.js")).resolve("tsx/esm/api");
    return (await import(pathToFileURL(path).href)) as Transpiler;
  } catch {
    return undefined;
  }
};

/**
 * Imports a file as it stands, or through tsx where Node's type stripping does not know a construct and tsx is installed. Throws a
 * `LoadError` that explains what is wrong.
 */
export const importFile = async (file: string, cwd: string): Promise<Exports> => {
  const url = pathToFileURL(file).href;
  try {
    return (await import(url)) as Exports;
  } catch (error) {
    const transpiler = needsTranspiler(error) ? await findTranspiler(cwd) : undefined;
    if (transpiler === undefined) throw explainImport({ file, cwd, error });
    try {
      return await transpiler.tsImport(url, pathToFileURL(join(cwd, "flows.js")).href);
    } catch (again) {
      throw explainImport({ file, cwd, error: again });
    }
  }
};
