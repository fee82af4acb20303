/** Reads a command's arguments and options from the words after its name (cli.md §1). */
import { findNearest } from "@millrace/settings/near";
import type { Command } from "./command.ts";
import { longName, offName, type Parameter, type Parameters } from "./parameters.ts";

/** Words that do not fit the command. The message is for people; the program adds where to find the command's help. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

interface Named {
  readonly key: string;
  readonly parameter: Parameter;
  /** What the option's bare name means: a value follows, or the switch is set to this, or the list is emptied. */
  readonly means: "value" | "on" | "off" | "empty";
}

/** Every way to name an option: `--long`, `-s`, `--no-long`, `--empty-long`. */
const listNames = (parameters: Parameters): Map<string, Named> => {
  const names = new Map<string, Named>();
  for (const [key, parameter] of Object.entries(parameters)) {
    const takesValue = parameter.placeholder !== undefined;
    const long = longName(key, parameter);
    const on: Named = { key, parameter, means: takesValue ? "value" : "on" };
    names.set(`--${long}`, on);
    if (parameter.short !== undefined) names.set(`-${parameter.short}`, on);
    const off = offName(key, parameter);
    if (off !== undefined) names.set(`--${off}`, { key, parameter, means: "off" });
    if (parameter.many) names.set(`--empty-${long}`, { key, parameter, means: "empty" });
  }
  return names;
};

const readText = (name: string, parameter: Parameter, given: string): unknown => {
  const value = parameter.read(given);
  if (value === undefined) throw new UsageError(`${name} is "${given}"; it takes ${parameter.accepts}.`);
  return value;
};

class Reading {
  readonly names: Map<string, Named>;
  readonly values: Record<string, unknown> = {};
  readonly free: string[] = [];
  readonly #words: string[];

  constructor(words: readonly string[], parameters: Parameters) {
    this.#words = [...words];
    this.names = listNames(parameters);
  }

  run(): void {
    for (let word = this.#words.shift(); word !== undefined; word = this.#words.shift()) {
      if (word === "--") this.free.push(...this.#words.splice(0));
      else if (word.startsWith("--")) this.#readLong(word);
      else if (word.startsWith("-") && word.length > 1 && !/^-[\d.]/.test(word)) this.#readShort(word);
      else this.free.push(word);
    }
  }

  #readLong(word: string): void {
    const equals = word.indexOf("=");
    const name = (equals < 0 ? word : word.slice(0, equals)).replaceAll("_", "-");
    const named = this.names.get(name) ?? this.names.get(equals < 0 ? word : word.slice(0, equals));
    if (named === undefined) throw this.#unknown(name);
    this.#take(name, named, equals < 0 ? undefined : word.slice(equals + 1));
  }

  #readShort(word: string): void {
    const name = word.slice(0, 2);
    const named = this.names.get(name);
    if (named === undefined) throw this.#unknown(name);
    const rest = word.slice(2);
    const takesValue = named.means === "value";
    this.#take(name, named, takesValue && rest !== "" ? rest.replace(/^=/, "") : undefined);
    if (!takesValue && rest !== "") this.#readShort(`-${rest}`);
  }

  #take(name: string, { key, parameter, means }: Named, attached: string | undefined): void {
    if (means !== "value") {
      if (means === "empty") this.values[key] = [];
      else this.values[key] = attached === undefined ? means === "on" : (means === "on") === !/^(false|no|0|off)$/i.test(attached);
      return;
    }
    const given = attached ?? this.#shiftValue(name, parameter);
    const value = readText(name, parameter, given);
    if (parameter.many) this.values[key] = [...this.#listOf(key), value];
    else this.values[key] = value;
  }

  #shiftValue(name: string, parameter: Parameter): string {
    const next = this.#words[0];
    if (next === undefined || next.startsWith("--") || this.names.has(next))
      throw new UsageError(`${name} needs a value: ${parameter.accepts}.`);
    this.#words.shift();
    return next;
  }

  #listOf(key: string): readonly unknown[] {
    const list = this.values[key];
    return Array.isArray(list) ? list : [];
  }

  #unknown(name: string): UsageError {
    const near = name.startsWith("--") ? findNearest(name, this.names.keys()) : undefined;
    return new UsageError(`There is no option ${name}.${near === undefined ? "" : ` Did you mean ${near}?`}`);
  }
}

const fillArguments = (takes: Parameters, reading: Reading): void => {
  for (const [key, parameter] of Object.entries(takes)) {
    if (key in reading.values) continue;
    const name = parameter.placeholder ?? key;
    if (parameter.many && reading.free.length > 0)
      reading.values[key] = reading.free.splice(0).map((word) => readText(name, parameter, word));
    else if (!parameter.many) {
      const word = reading.free.shift();
      if (word !== undefined) reading.values[key] = readText(name, parameter, word);
    }
    if (key in reading.values || parameter.presence !== "plain") continue;
    throw new UsageError(`${longName(key, parameter).toUpperCase()} is missing: ${parameter.doc}`);
  }
};

/** The input of a command's `run`. Throws `UsageError`. */
export const parseArguments = (command: Command, words: readonly string[]): Record<string, unknown> => {
  const takes = command.takes ?? {};
  const parameters = { ...takes, ...command.options };
  const reading = new Reading(words, parameters);
  reading.run();
  fillArguments(takes, reading);
  const [surplus] = reading.free;
  if (surplus !== undefined) throw new UsageError(`"${surplus}" is one word too many.`);
  for (const [key, parameter] of Object.entries(parameters)) {
    if (!(key in reading.values) && parameter.presence === "filled") reading.values[key] = parameter.default;
  }
  return reading.values;
};
