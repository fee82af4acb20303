/** The kinds of arguments and options a command may have. */

/** `plain` options may be missing and arguments may not; `optional` arguments may; `filled` ones have a default. */
type Presence = "plain" | "optional" | "filled";

export interface Parameter<T = unknown, P extends Presence = Presence> {
  readonly doc: string;
  readonly presence: P;
  /** What stands for the value in help, such as `ID`; undefined for a switch, which takes none. */
  readonly placeholder: string | undefined;
  /** Ends the sentence "… takes" in a message. */
  readonly accepts: string;
  /** The value of one text; undefined when it is not accepted. */
  read(text: string): unknown;
  /** May be repeated; its value is a list. */
  readonly many: boolean;
  readonly default?: T;
  readonly short?: string;
  /** Long name, when it is not the key's. */
  readonly long?: string;
  /** Long name that turns a switch off, when it is not `no-` and its name. */
  readonly off?: string;
}
export type Parameters = Readonly<Record<string, Parameter>>;

type Argument<P> = P extends Parameter<infer T, infer Way> ? (Way extends "optional" ? T | undefined : T) : never;
type Option<P> = P extends Parameter<infer T, infer Way> ? (Way extends "filled" ? T : T | undefined) : never;
type Flatten<T> = { readonly [K in keyof T]: T[K] };
/** What a command's `run` gets. */
export type InputOf<T, O> = Flatten<{ [K in keyof T]: Argument<T[K]> } & { [K in keyof O]: Option<O[K]> }>;

interface Shape {
  readonly short?: string;
  readonly long?: string;
}

const one = <T>(kind: { placeholder: string; accepts: string; read: (text: string) => T | undefined }) =>
  ({
    plain: (doc: string, shape: Shape = {}): Parameter<T, "plain"> => ({ doc, presence: "plain", many: false, ...kind, ...shape }),
    filled: (doc: string, value: T, shape: Shape = {}): Parameter<T, "filled"> => ({
      doc,
      presence: "filled",
      many: false,
      default: value,
      ...kind,
      ...shape,
    }),
  }) as const;

const texts = one<string>({ placeholder: "TEXT", accepts: "text", read: (text) => text });
const uuidShape = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const ids = one<string>({
  placeholder: "ID",
  accepts: "an id such as 0198c0de-0000-7000-8000-000000000000",
  read: (text) => (uuidShape.test(text) ? text.toLowerCase() : undefined),
});
const integers = one<number>({
  placeholder: "NUMBER",
  accepts: "a whole number",
  read: (text) => (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
});
const decimals = one<number>({
  placeholder: "NUMBER",
  accepts: "a number",
  read: (text) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined),
});
const ports = one<number>({
  placeholder: "PORT",
  accepts: "a whole number from 0 to 65535",
  read: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
});

export const text = texts.plain;
export const textOr = texts.filled;
export const id = ids.plain;
export const portNumber = ports.plain;
export const integer = integers.plain;
export const integerOr = integers.filled;
export const decimal = decimals.plain;

/** One of the given words, in any case. */
export const choice = <const W extends readonly string[]>(words: W, doc: string, shape: Shape = {}): Parameter<W[number], "plain"> => ({
  doc: `${doc} One of ${words.join(", ")}.`,
  presence: "plain",
  placeholder: "WORD",
  accepts: `one of ${words.join(", ")}`,
  read: (given) => words.find((word) => word.toLowerCase() === given.toLowerCase()),
  many: false,
  ...shape,
});

/** An argument that may be left out. */
export const optional = <T>(parameter: Parameter<T, "plain">): Parameter<T, "optional"> => ({ ...parameter, presence: "optional" });

/** May be repeated; an empty list when it is not given at all. */
export const many = <T>(parameter: Parameter<T, "plain">): Parameter<readonly T[], "filled"> => ({
  ...parameter,
  presence: "filled",
  many: true,
  default: [],
});

/** A list that needs at least one value. */
export const someOf = <T>(parameter: Parameter<T, "plain">): Parameter<readonly T[], "plain"> => {
  const { default: _, ...rest } = parameter;
  return { ...rest, many: true };
};

interface SwitchShape extends Shape {
  readonly off?: string;
}
const aSwitch = { placeholder: undefined, accepts: "no value", many: false, read: (given: string) => given !== "false" } as const;

/** A switch that is off unless given. */
export const flag = (doc: string, shape: SwitchShape = {}): Parameter<boolean, "filled"> => ({
  doc,
  presence: "filled",
  default: false,
  ...aSwitch,
  ...shape,
});
/** A switch that is on unless turned off. */
export const flagOn = (doc: string, shape: SwitchShape = {}): Parameter<boolean, "filled"> => ({ ...flag(doc, shape), default: true });
/** A switch that may be left to a setting. */
export const flagOrSetting = (doc: string, shape: SwitchShape = {}): Parameter<boolean, "plain"> => ({
  doc,
  presence: "plain",
  ...aSwitch,
  ...shape,
});

export const longName = (key: string, { long }: Pick<Parameter, "long">): string =>
  long ?? key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The long name that turns a switch off; undefined for what is not a switch. */
export const offName = (key: string, parameter: Parameter): string | undefined =>
  parameter.placeholder === undefined ? (parameter.off ?? `no-${longName(key, parameter)}`) : undefined;
