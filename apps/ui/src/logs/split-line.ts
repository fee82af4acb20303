import Anser from "anser";

/** A stretch of a line that looks the same throughout. */
export interface Piece {
  readonly text: string;
  /** One of the sixteen colours of terminals, such as `red` or `bright-blue`. */
  readonly color?: string | undefined;
  readonly ground?: string | undefined;
  readonly decorations: readonly string[];
}

const sixteen = /^ansi-((?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white))$/;

/** Colours outside the sixteen might not be readable on this page's ground; their text stays plain. */
const colorOf = (name: string | null): string | undefined => sixteen.exec(name ?? "")?.[1];

/** The text of a message as a terminal would colour it, without its control sequences. */
export const splitAnsi = (message: string): readonly Piece[] => {
  if (!message.includes("\u001b")) return [{ text: message, decorations: [] }];
  return Anser.ansiToJson(message, { use_classes: true, remove_empty: true }).map(({ content, fg, bg, decorations }) => ({
    text: content,
    color: colorOf(fg),
    ground: colorOf(bg),
    decorations,
  }));
};

/** A part of a piece: a link, something that is looked for, or neither. */
export interface Part {
  readonly text: string;
  readonly href?: string;
  readonly isFound?: boolean;
}

const links = /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,:;!?)\]}]/g;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What marks the words; undefined without any. */
export const createMarker = (words: readonly string[]): RegExp | undefined =>
  words.length === 0 ? undefined : new RegExp(words.map(escaped).join("|"), "gi");

const cut = <T extends Part>(part: Part, pattern: RegExp, make: (text: string) => T): readonly Part[] => {
  const parts: Part[] = [];
  let end = 0;
  for (const match of part.text.matchAll(pattern)) {
    if (match.index > end) parts.push({ ...part, text: part.text.slice(end, match.index) });
    parts.push(make(match[0]));
    end = match.index + match[0].length;
  }
  if (end < part.text.length) parts.push({ ...part, text: part.text.slice(end) });
  return parts;
};

/** Links of the web alone, and within them and around them what is looked for. */
export const splitText = (text: string, marker: RegExp | undefined): readonly Part[] => {
  const linked = cut({ text }, links, (href) => ({ text: href, href }));
  return marker === undefined ? linked : linked.flatMap((part) => cut(part, marker, (found) => ({ ...part, text: found, isFound: true })));
};
