/** What can be typed where: every command with its options, for the shells. */
import { aliasesOf, type Entries, type Entry, loaderOf, sentenceOf } from "../entries.ts";
import { longName, offName, type Parameters } from "../parameters.ts";

export interface Word {
  readonly word: string;
  readonly doc: string;
}

export interface Place {
  /** All spellings of the words that lead here, such as `flow-run ls` and `flow-runs ls`; an empty one for the beginning. */
  readonly spellings: readonly string[];
  readonly words: readonly Word[];
}

const everywhere: readonly Word[] = [
  { word: "--help", doc: "Show help." },
  { word: "--profile", doc: "Use the settings of this profile." },
];

const optionWords = (parameters: Parameters): readonly Word[] =>
  Object.entries(parameters).flatMap(([key, parameter]) => {
    const off = offName(key, parameter);
    const words = [{ word: `--${longName(key, parameter)}`, doc: parameter.doc }];
    return off === undefined || parameter.default === false ? words : [...words, { word: `--${off}`, doc: parameter.doc }];
  });

const listEntryWords = async (entries: Entries): Promise<readonly Word[]> => {
  const words = Object.entries(entries).map(async ([name, entry]) => {
    const doc = await sentenceOf(entry);
    return [name, ...aliasesOf(entry)].map((word) => ({ word, doc }));
  });
  return (await Promise.all(words)).flat();
};

const listPlace = async (entry: Entry, spellings: readonly string[]): Promise<readonly Place[]> => {
  const load = loaderOf(entry);
  if (load !== undefined) {
    const { options, json } = (await load()).default;
    const output = json ? [{ word: "--output", doc: "Print JSON, for programs." }] : [];
    return [{ spellings, words: [...optionWords(options ?? {}), ...output, ...everywhere] }];
  }
  return typeof entry === "function" || "load" in entry ? [] : listPlaces(entry.commands, spellings);
};

/** Every place of the command line, the beginning first. */
export const listPlaces = async (entries: Entries, spellings: readonly string[] = [""]): Promise<readonly Place[]> => {
  const inner = Object.entries(entries).map(([name, entry]) => {
    const names = [name, ...aliasesOf(entry)];
    return listPlace(
      entry,
      spellings.flatMap((before) => names.map((word) => (before === "" ? word : `${before} ${word}`))),
    );
  });
  return [{ spellings, words: [...(await listEntryWords(entries)), ...everywhere] }, ...(await Promise.all(inner)).flat()];
};
