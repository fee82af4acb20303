import { posix } from "node:path";
import type { ParseResult, VisitorObject } from "oxc-parser";

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** A path of this repository, or the specifier itself for Node's modules and npm's packages. */
  readonly target: string;
  readonly line: number;
  readonly isDynamic: boolean;
}

export interface Parsed {
  readonly parsed: ParseResult;
  readonly visit: (visitor: VisitorObject) => void;
  readonly lineAt: (offset: number) => number;
}

/** Our packages by the names they are imported under. */
const packageEntry = (specifier: string): string | undefined => {
  if (specifier === "millrace") return "packages/cli/src/index.ts";
  const [, name, entry = "index"] = /^@millrace\/([a-z-]+)(?:\/([a-z-]+))?$/.exec(specifier) ?? [];
  return name === undefined ? undefined : `packages/${name}/src/${entry}.ts`;
};

const resolveTarget = (from: string, specifier: string): string =>
  specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : (packageEntry(specifier) ?? specifier);

/** Every way a file names another: import, re-export, `import("…")` with a literal, and `import("…")` as a type. */
export const listImports = (path: string, { parsed, visit, lineAt }: Parsed): Import[] => {
  const found: { specifier: string; offset: number; isDynamic: boolean }[] = [];
  for (const { moduleRequest, start } of parsed.module.staticImports) {
    found.push({ specifier: moduleRequest.value, offset: start, isDynamic: false });
  }
  for (const { entries, start } of parsed.module.staticExports) {
    const request = entries[0]?.moduleRequest;
    if (request) found.push({ specifier: request.value, offset: start, isDynamic: false });
  }
  visit({
    ImportExpression({ source, start }) {
      if (source.type === "Literal" && typeof source.value === "string")
        found.push({ specifier: source.value, offset: start, isDynamic: true });
    },
    TSImportType({ source, start }) {
      found.push({ specifier: source.value, offset: start, isDynamic: false });
    },
  });
  return found.map(({ specifier, offset, isDynamic }) => ({
    specifier,
    isDynamic,
    target: resolveTarget(path, specifier),
    line: lineAt(offset),
  }));
};
