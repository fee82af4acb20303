import { type ParseResult, parseSync, Visitor, type VisitorObject } from "oxc-parser";
import { type Import, listImports } from "./imports.ts";

/** A file of the repository, by its path from the root. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A TypeScript file, parsed. */
export interface SourceFile extends TextFile {
  readonly imports: readonly Import[];
  /** Walks the syntax tree; a visitor is one function per kind of node. */
  readonly visit: (visitor: VisitorObject) => void;
  /** The line, counted from 1, of an offset that a node names. */
  readonly lineAt: (offset: number) => number;
}

const lineFinder = (text: string): ((offset: number) => number) => {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    return next === -1 ? starts.length : next;
  };
};

const refuseBroken = (path: string, { errors }: ParseResult): void => {
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path} does not parse: ${error.message}`);
};

/** Throws a SyntaxError that names the file when it does not parse. */
export const parseSource = ({ path, text }: TextFile): SourceFile => {
  const parsed = parseSync(path, text);
  refuseBroken(path, parsed);
  const lineAt = lineFinder(text);
  const visit = (visitor: VisitorObject): void => new Visitor(visitor).visit(parsed.program);
  return { path, text, visit, lineAt, imports: listImports(path, { parsed, visit, lineAt }) };
};
