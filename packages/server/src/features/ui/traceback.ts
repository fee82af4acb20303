import type { CodeFrame } from "@millrace/contract";

export interface Traceback {
  readonly frame: CodeFrame;
  /** The error itself, as its last line (Python) or first line (JavaScript) tells it. */
  readonly error: string;
}

/** Longer texts are looked at from their end: that is where Python names the error. */
const longest = 50_000;

const pythonFrame = /^ *File "([^"\n]+)", line (\d+)(?:, in ([^\n]+))?(?:\n {2,}(?!File )([^\n]+))?/gm;
const scriptFrame = /^ +at (?:(?:async )?([^\n(]+) \()?([^\n()]+):(\d+):\d+\)?$/gm;
/** Where the code of others lies, in which hardly anybody looks for the error. */
const foreign = /site-packages|dist-packages|[\\/]lib[\\/]python|node_modules|^node:|^<frozen/;

const toFrame = ([, file = "", line, name, code]: RegExpMatchArray): CodeFrame => ({
  file,
  line: Number(line),
  function: name?.trim() ?? null,
  code: code?.trim() ?? null,
});

/** Where in its own code a run failed, as the text of a log tells it: the innermost frame that is not of a library. */
export const parseTraceback = (message: string): Traceback | undefined => {
  const text = message.slice(-longest);
  const python = [...text.matchAll(pythonFrame)].map(toFrame).reverse();
  if (python.length > 0) return choose(python, pythonError(text));
  const found = [...text.matchAll(scriptFrame)];
  const script = found.map(([, name, file = "", line]) => ({ file, line: Number(line), function: name?.trim() ?? null, code: null }));
  return choose(script, text.slice(0, found[0]?.index ?? 0));
};

const choose = (innermostFirst: readonly CodeFrame[], error: string): Traceback | undefined => {
  const frame = innermostFirst.find(({ file }) => !foreign.test(file)) ?? innermostFirst[0];
  return frame && { frame, error: lastLine(error) };
};

const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1)?.trim() ?? "";

/** The first line after the last frame that is not indented: a message may have more lines. */
const pythonError = (text: string): string => {
  const after = text.slice(text.lastIndexOf('  File "')).split("\n").slice(1);
  return after.find((line) => /^\S/.test(line)) ?? "";
};
