/** What the list of commands is made of, and how to find one in it. */
import type { Command } from "./command.ts";

export type LoadCommand = () => Promise<{ readonly default: Command }>;
export interface Group {
  readonly does: string;
  readonly aliases?: readonly string[];
  readonly commands: Entries;
}
/** A command that has more than one name, or one without a group: its sentence is beside it so that the program's help loads none. */
export interface Single {
  readonly does?: string;
  readonly aliases?: readonly string[];
  readonly load: LoadCommand;
}
export type Entry = Group | Single | LoadCommand;
export type Entries = Readonly<Record<string, Entry>>;
/** A command at the beginning of the line has its sentence beside it. */
export type TopEntry = Group | (Single & { readonly does: string });

export const aliasesOf = (entry: Entry): readonly string[] => (typeof entry === "function" ? [] : (entry.aliases ?? []));

/** The entry of a name or of one of its aliases, with its own name. */
export const findEntry = (entries: Entries, word: string): { readonly name: string; readonly entry: Entry } | undefined => {
  const own = Object.hasOwn(entries, word) ? entries[word] : undefined;
  if (own !== undefined) return { name: word, entry: own };
  for (const [name, entry] of Object.entries(entries)) {
    if (aliasesOf(entry).includes(word)) return { name, entry };
  }
  return undefined;
};

/** How a single command is loaded; undefined for a group. */
export const loaderOf = (entry: Entry): LoadCommand | undefined =>
  typeof entry === "function" ? entry : "load" in entry ? entry.load : undefined;

/** What an entry does, in a sentence; loads a command that does not have it beside it. */
export const sentenceOf = async (entry: Entry): Promise<string> =>
  typeof entry === "function" ? (await entry()).default.does : (entry.does ?? ("load" in entry ? (await entry.load()).default.does : ""));
