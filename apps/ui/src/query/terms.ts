/** One condition of a query, such as `-state:failed,crashed`, `param.region=eu` or a bare word, which means the name. */
export interface Term {
  readonly field: string;
  readonly values: readonly string[];
  readonly isNegated: boolean;
}

const isPlain = (value: string): boolean => value !== "" && !/[\s,"]/.test(value);
const printValue = (value: string): string => (isPlain(value) ? value : `"${value.replaceAll('"', '\\"')}"`);

export const printTerm = ({ field, values, isNegated }: Term): string =>
  `${isNegated ? "-" : ""}${field}${field.startsWith("param.") ? "=" : ":"}${values.map(printValue).join(",")}`;

export const printQuery = (terms: readonly Term[]): string => terms.map(printTerm).join(" ");

/** Cuts at spaces outside quotes. */
const listWords = (text: string): readonly string[] => text.match(/(?:"(?:\\"|[^"])*"?|[^\s"])+/g) ?? [];

const readValues = (text: string): readonly string[] =>
  (text.match(/"(?:\\"|[^"])*"?|[^,"]+/g) ?? []).map((part) =>
    part.startsWith('"') ? part.slice(1).replace(/"$/, "").replaceAll('\\"', '"') : part,
  );

const readWord = (word: string): Term => {
  const [, minus = "", field = "", values = ""] = /^(-?)(param\.[^=\s]+(?==)|[a-z][a-z-]*(?=:))[:=](.*)$/s.exec(word) ?? [];
  if (field !== "") return { field, values: readValues(values), isNegated: minus === "-" };
  return { field: "name", values: [readValues(word).join(",")], isNegated: false };
};

/** The terms of a query. Every text means something: what is no `field:value` is looked for in names. */
export const parseQuery = (text: string): readonly Term[] => listWords(text).map(readWord);
