import type { Import } from "./imports.ts";
import type { SourceFile, TextFile } from "./source-file.ts";

export interface Finding {
  readonly line: number;
  /** What is wrong and what to do instead, in one sentence or two. */
  readonly message: string;
}

export interface Rule<F extends TextFile = SourceFile> {
  readonly name: string;
  /** Which files, by path from the root, the rule speaks about. */
  readonly covers: (path: string) => boolean;
  readonly check: (file: F) => readonly Finding[];
}

/** Why a file may not import another, or undefined when it may. */
export type Refusal = (path: string, imported: Import) => string | undefined;

/** A rule about which file may import which. */
export const importRule = (name: string, covers: Rule["covers"], refuse: Refusal): Rule => ({
  name,
  covers,
  check: ({ path, imports }) =>
    imports.flatMap((imported) => {
      const message = refuse(path, imported);
      return message === undefined ? [] : [{ line: imported.line, message: `imports "${imported.specifier}": ${message}` }];
    }),
});
