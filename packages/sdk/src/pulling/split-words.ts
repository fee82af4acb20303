/** Splits a command into words as a POSIX shell does, quotes and backslashes understood and nothing expanded. */
export const splitWords = (command: string): readonly string[] => {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part] of command.matchAll(/'[^']*'|"(?:\\.|[^"\\])*"|\\.|\s+|[^\s'"\\]+|./gs)) {
    if (/^\s+$/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (part.startsWith("'") && part.length > 1) word = (word ?? "") + part.slice(1, -1);
    else if (part.startsWith('"') && part.length > 1) word = (word ?? "") + part.slice(1, -1).replace(/\\(["\\$`])/g, "$1");
    else word = (word ?? "") + (part.startsWith("\\") && part.length > 1 ? part.slice(1) : part);
  }
  return word === undefined ? words : [...words, word];
};
