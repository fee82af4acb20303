import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { LoadError } from "./load-error.ts";

interface Failed {
  /** Absolute path of the file that was asked for. */
  readonly file: string;
  readonly cwd: string;
  readonly error: unknown;
}

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "");

/** `flows.ts:3`, from the first line of a syntax error's stack, which may blame an imported file. */
const findPlace = ({ file, cwd, error }: Failed & { readonly error: Error }): string => {
  const [first = ""] = (error.stack ?? "").split("\n");
  const match = /^(file:\/\/.+|\/.+|[A-Za-z]:\\.+):(\d+)$/.exec(first.trim());
  const [, where = file, line] = match ?? [];
  const path = where.startsWith("file:") ? fileURLToPath(where) : where;
  return relative(cwd, path) + (line === undefined ? "" : `, line ${line}`);
};

const findPackageFile = (file: string): string | undefined => {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
};

const isCommonJs = (packageFile: string | undefined): boolean => {
  if (packageFile === undefined) return false;
  const content: unknown = JSON.parse(readFileSync(packageFile, "utf8"));
  return typeof content === "object" && content !== null && (!("type" in content) || content.type !== "module");
};

const explainMissing = (place: string, error: Error): string => {
  const [, path] = /^Cannot find module '(.+?)'/.exec(error.message) ?? [];
  const source = path?.replace(/\.(m?)js$/, ".$1ts");
  if (source !== undefined && source !== path && existsSync(source)) {
    return `${place} imports "${path}", but the file is ${source}. Write the ending .ts in the import; Node runs the file as it stands.`;
  }
  return `${place} could not be loaded: ${error.message}. Install the package or correct the import.`;
};

const erasable =
  "Node runs TypeScript by leaving the types out, so enums, namespaces, parameter properties and decorators do not work. Write it without, or install tsx, which is then used.";

/** What went wrong with an import, for the author of the file. An error their own code threw keeps its stack as the cause. */
export const explainImport = ({ file, cwd, error }: Failed): LoadError => {
  if (!(error instanceof Error)) return new LoadError(`${relative(cwd, file)} threw while loading: ${String(error)}`, { cause: error });
  const place = findPlace({ file, cwd, error });
  const code = codeOf(error);
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") return new LoadError(`${place}: ${error.message}. ${erasable}`);
  if (code === "ERR_MODULE_NOT_FOUND") return new LoadError(explainMissing(relative(cwd, file), error));
  const packageFile = findPackageFile(file);
  if (
    /import statement outside a module|Unexpected token 'export'|exports is not defined|require is not defined/.test(error.message) &&
    isCommonJs(packageFile)
  ) {
    const remedy =
      packageFile === undefined
        ? ""
        : ` Set "type": "module" in ${relative(cwd, packageFile) || packageFile}, or rename the file to end in .mts.`;
    return new LoadError(`${place} is written with import and export, but its package says it is CommonJS.${remedy}`);
  }
  if (error instanceof SyntaxError) {
    const hint = error.message === "Invalid or unexpected token" ? ` If it uses decorators: ${erasable}` : "";
    return new LoadError(`${place} does not load: ${error.message}.${hint}`);
  }
  return new LoadError(`${relative(cwd, file)} threw while loading: ${error.name}: ${error.message}`, { cause: error });
};

/** Whether the file may load through a transpiler, which knows what Node leaves out. */
export const needsTranspiler = (error: unknown): boolean =>
  error instanceof Error &&
  (codeOf(error) === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX" ||
    codeOf(error) === "ERR_MODULE_NOT_FOUND" ||
    (error instanceof SyntaxError && error.message === "Invalid or unexpected token"));
