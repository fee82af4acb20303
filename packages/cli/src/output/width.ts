// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
const controls = /[\u0000-\u001F\u007F-\u009F]+/g;
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const invisible = /\p{Mark}|\u200B|\u200D|\uFE0F/u;

/** Text on one line. Names come from anybody, so escape sequences in them never reach the terminal. */
export const onOneLine = (text: string): string => text.replaceAll(controls, " ");

const widthOf = (character: string): number => (invisible.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** Columns a text without escape sequences takes on a terminal. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
};

/** The text, cut with an ellipsis when it is wider than `width`. */
export const cut = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 1;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
};

/** The text, broken at spaces so that no line is wider than `width`; a longer word stays whole. */
export const wrap = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => {
      if (displayWidth(line) <= width) return line;
      const lines: string[] = [];
      const indent = /^ */.exec(line)?.[0] ?? "";
      let current = indent;
      for (const word of line.trim().split(" ")) {
        const longer = current === indent ? indent + word : `${current} ${word}`;
        if (displayWidth(longer) > width && current !== indent) {
          lines.push(current);
          current = indent + word;
        } else current = longer;
      }
      return [...lines, current].join("\n");
    })
    .join("\n");
