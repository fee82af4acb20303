/** YAML as Python's reader takes it, with the line of everything in it. */
import type { Json } from "@millrace/contract";
import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type ScalarTag } from "yaml";
import { CommandError } from "../command.ts";

/** Keys and list indexes from the document's root. */
export type Path = readonly (string | number)[];

export interface ReadYaml {
  readonly value: Json;
  /** Line of a value, from 1; of what holds it when it is not written itself. */
  lineOf(path: Path): number;
}

/** Files that were written for Python have these words for true and false. */
const words: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  identify: () => false,
  test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:yes|on)$/i.test(text),
};

/** `deployments[0].name` */
export const printPath = (path: Path): string =>
  path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");

const keyOf = (node: unknown): string => (isScalar(node) ? String(node.value) : "");

/** The key's own node where there is one, so that a value that begins below it is told by its key. */
const step = (at: Node, key: string | number): { readonly shown: Node; readonly next: Node } | undefined => {
  if (isMap(at)) {
    const pair = at.items.find((item) => keyOf(item.key) === String(key));
    if (pair === undefined || !isNode(pair.key)) return undefined;
    return { shown: pair.key, next: isNode(pair.value) ? pair.value : pair.key };
  }
  const item = isSeq(at) && typeof key === "number" ? at.items[key] : undefined;
  return isNode(item) ? { shown: item, next: item } : undefined;
};

/** Reads a YAML text. Throws a `CommandError` that names the file and the line. */
export const readYaml = (text: string, file: string): ReadYaml => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, merge: true, customTags: [words], prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = counter.linePos(error.pos[0]);
    throw new CommandError(`${file} is not valid YAML: line ${line}, column ${col}: ${error.message.replace(/\.?$/, ".")}`);
  }
  return {
    value: (document.toJS() ?? null) as Json,
    lineOf: (path) => {
      let shown: Node | null = document.contents;
      let at: Node | null = document.contents;
      for (const key of path) {
        const found: ReturnType<typeof step> = at === null ? undefined : step(at, key);
        if (found === undefined) break;
        ({ shown, next: at } = found);
      }
      return counter.linePos(shown?.range?.[0] ?? 0).line;
    },
  };
};
