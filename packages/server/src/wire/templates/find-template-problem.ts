/** What is wrong with a template, and on which line. */
export interface TemplateProblem {
  readonly line: number;
  readonly message: string;
  readonly source: string;
}

const mostLoops = 10;
const deepestLoop = 2;

/** Reads a template without rendering it. Undefined when it is sound; a text without markers always is (events.md §7.7). */
export const findTemplateProblem = async (source: string): Promise<TemplateProblem | undefined> => {
  if (!source.includes("{{") && !source.includes("{%")) return undefined;
  const lineAt = (index: number): number => source.slice(0, index).split("\n").length;
  const empty = /\{%-?\s*(?:if|elif)\s*-?%\}|\{\{-?\s*-?\}\}/.exec(source);
  if (empty !== null) {
    const end = empty[0].startsWith("{{") ? "print statement" : "statement block";
    return { line: lineAt(empty.index), message: `Expected an expression, got 'end of ${end}'`, source };
  }
  const loops = findLoopProblem(source);
  if (loops !== undefined) return { line: 0, message: loops, source };
  const { parse, tokenize } = await import("@huggingface/jinja");
  try {
    parse(tokenize(source));
    return undefined;
  } catch (error) {
    return { line: lineAt(source.length), message: tellTemplateError(error), source };
  }
};

/** What the reader of templates says; where a template just ends, it stumbles over what it expected and says nothing of use. */
export const tellTemplateError = (error: unknown): string => {
  if (error instanceof TypeError) return "Unexpected end of input";
  return error instanceof Error ? error.message : String(error);
};

/** Many loops, or loops in loops, make a short template take long. */
const findLoopProblem = (source: string): string | undefined => {
  let count = 0;
  let depth = 0;
  let deepest = 0;
  for (const [, end] of source.matchAll(/\{%[-+]?\s*(end)?for\b/g)) {
    depth += end === undefined ? 1 : -1;
    if (end === undefined) count++;
    deepest = Math.max(deepest, depth);
  }
  if (count > mostLoops) return `Contains ${count} for loops. Templates can contain no more than ${mostLoops} for loops.`;
  if (deepest <= deepestLoop) return undefined;
  return `Contains nested for loops at a depth of ${deepest}. Templates can nest for loops no more than ${deepestLoop} loops deep.`;
};
