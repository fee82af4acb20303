/** Reads the command line, finds the command, runs it, and turns what goes wrong into a sentence and an exit code (cli.md §1). */
import { type Command, CommandError } from "./command.ts";
import { commands } from "./commands.ts";
import type { GlobalOptions } from "./context.ts";
import { type Entries, findEntry, type LoadCommand, loaderOf } from "./entries.ts";
import { explainError } from "./explain-error.ts";
import { commandHelp, groupHelp, type Page, programHelp } from "./help.ts";
import type { Host } from "./host.ts";
import { createStyle } from "./output/style.ts";
import { mayColour, widthOf } from "./output/terminal.ts";
import { text } from "./parameters.ts";
import { parseArguments, UsageError } from "./parse-arguments.ts";
import { readVersion } from "./version.ts";

/** Two-letter shortcuts people know. */
const shortcuts = new Map([
  ["-jv", "--job-variable"],
  ["-cl", "--concurrency-limit"],
]);

interface Line extends GlobalOptions {
  /** What is left: command words, then its own arguments and options. */
  readonly words: readonly string[];
  readonly help: boolean;
}

/** Takes the options that every command has out of the line, wherever they are. */
const takeGlobalOptions = (argv: readonly string[]): Line => {
  const words: string[] = [];
  const line: { profile: string | undefined; prompt: boolean | undefined; help: boolean } = {
    profile: undefined,
    prompt: undefined,
    help: false,
  };
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? "";
    const next = argv[index + 1];
    if (word === "--") {
      words.push(...argv.slice(index));
      break;
    }
    if (word === "--profile" || (word === "-p" && words.length === 0)) {
      if (next === undefined) throw new UsageError(`${word} needs the name of a profile.`);
      line.profile = next;
      index += 1;
    } else if (word.startsWith("--profile=")) line.profile = word.slice("--profile=".length);
    else if (word === "--prompt") line.prompt = true;
    else if (word === "--no-prompt") line.prompt = false;
    else if (word === "--help") line.help = true;
    else words.push(shortcuts.get(word) ?? word);
  }
  return { ...line, words };
};

const unknownCommand = async (word: string, known: readonly string[], before = ""): Promise<UsageError> => {
  const { findNearest } = await import("@millrace/settings/near");
  const near = findNearest(word, known);
  const hint = near === undefined ? `There are: ${known.join(", ")}.` : `Did you mean ${before}${near}?`;
  return new UsageError(`There is no command ${before}${word}. ${hint}`);
};

type Target = { readonly page: string } | { readonly name: string; readonly command: Command; readonly rest: readonly string[] };

const wantsHelp = (command: Command, words: readonly string[]): boolean =>
  words.includes("-h") && !Object.values({ ...command.takes, ...command.options }).some(({ short }) => short === "h");

const load = async (name: string, loader: LoadCommand, target: { rest: readonly string[]; help: boolean; page: Page }): Promise<Target> => {
  const { default: command } = await loader();
  if (target.help || wantsHelp(command, target.rest)) return { page: commandHelp(name, command, target.page) };
  return { name, command, rest: target.rest };
};

interface Place {
  readonly entries: Entries;
  /** The words that led here, each followed by a space. */
  readonly before: string;
  /** The page of this place, for who asks for it or names nothing in it. */
  readonly help: () => Promise<string>;
}

/** The command the words name, or the help page they ask for. */
const findTarget = async ({ words, help }: Line, page: Page): Promise<Target> => {
  let place: Place = { entries: commands, before: "", help: () => programHelp(page) };
  for (const [index, word] of words.entries()) {
    if (word === "-h") break;
    if (word === "--version") return { page: `${readVersion()}\n` };
    const found = findEntry(place.entries, word);
    if (found === undefined) throw await unknownCommand(word, Object.keys(place.entries), place.before);
    const { entry } = found;
    const name = place.before + found.name;
    const loader = loaderOf(entry);
    if (loader !== undefined) return load(name, loader, { rest: words.slice(index + 1), help, page });
    if (typeof entry === "function" || "load" in entry) break;
    place = { entries: entry.commands, before: `${name} `, help: () => groupHelp(name, entry, page) };
  }
  return { page: await place.help() };
};

const output = text("Print JSON, for programs.", { short: "o" });

const runCommand = async (host: Host, line: Line, { name, command, rest }: Extract<Target, { command: Command }>): Promise<number> => {
  const withOutput = command.json ? { ...command, options: { ...command.options, output } } : command;
  const input = parseOrPointToHelp(name, withOutput, rest);
  const format = command.json ? input.output : undefined;
  if (format !== undefined && String(format).toLowerCase() !== "json") {
    throw new UsageError(`The output format "${String(format)}" does not exist. Only json does.`);
  }
  const json = command.json === true && format !== undefined;
  const { createContext } = await import("./context.ts");
  const context = createContext(host, { ...line, quiet: json, commands });
  for (const warning of line.profile === undefined ? context.sources().warnings : []) context.say.warn(warning);
  const print = (value: unknown): void => host.stdout.write(`${JSON.stringify(value ?? null, undefined, 2)}\n`);
  try {
    const value = await command.run(context, input);
    if (json) print(value);
    return 0;
  } catch (error) {
    if (!(json && error instanceof CommandError && error.report !== undefined)) throw error;
    print(error.report);
    return error.exitCode;
  } finally {
    await context.close();
  }
};

const parseOrPointToHelp = (name: string, command: Command, rest: readonly string[]): Record<string, unknown> => {
  try {
    return parseArguments(command, rest);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message}\nSee: millrace ${name} --help`, { cause: error });
    throw error;
  }
};

/** Runs one command line, without the program's name. Returns the exit code; never throws. */
export const runProgram = async (host: Host, argv: readonly string[]): Promise<number> => {
  try {
    if (argv[0] === "--version" || argv[0] === "-v") {
      host.stdout.write(`${readVersion()}\n`);
      return 0;
    }
    const line = takeGlobalOptions(argv);
    const target = await findTarget(line, { style: createStyle(mayColour(host.env, host.stdout)), width: widthOf(host) });
    if ("command" in target) return await runCommand(host, line, target);
    host.stdout.write(target.page);
    return 0;
  } catch (error) {
    return explainError(error, { host, style: createStyle(mayColour(host.env, host.stderr)) });
  }
};
