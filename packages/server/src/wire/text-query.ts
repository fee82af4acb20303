/** A text search as its parts (server.md §1.11): alternatives, what must not and what must be there. */
export interface TextQuery {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly require: readonly string[];
}

// A prefix counts only when its term follows at once; a quote may stay open until the end.
const term = /[-!+](?=\s|$)|([-!+]?)(?:"((?:\\.|\\$|[^"\\])*)"?|([^\s"]+))/gsu;

/** Reads a text search. Anything is one; a text without terms asks for nothing. */
export const parseTextQuery = (query: string): TextQuery => {
  const include: string[] = [];
  const exclude: string[] = [];
  const require: string[] = [];
  for (const [, prefix = "", phrase, word] of query.matchAll(term)) {
    const text = phrase === undefined ? (word ?? "") : phrase.replaceAll(/\\(["\\])/g, "$1");
    if (text.trim() === "") continue;
    (prefix === "" ? include : prefix === "+" ? require : exclude).push(text);
  }
  return { include, exclude, require };
};

/** Whether a text, given in lower case, is what a search asks for. */
export const matchesText = ({ include, exclude, require }: TextQuery, lowerCased: string): boolean => {
  const has = (wanted: string): boolean => lowerCased.includes(wanted.toLowerCase());
  return (include.length === 0 || include.some(has)) && require.every(has) && !exclude.some(has);
};
