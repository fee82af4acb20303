/** Help pages: what a command does, what it takes, what it can be told. */
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { aliasesOf, type Entries, type Group, sentenceOf } from "./entries.ts";
import type { Style } from "./output/style.ts";
import { wrap } from "./output/width.ts";
import { longName, offName, type Parameter, type Parameters } from "./parameters.ts";

export interface Page {
  readonly style: Style;
  readonly width: number | undefined;
}

type Line = readonly [left: string, right: string];

const globalLines: readonly Line[] = [
  ["--profile NAME", "Use the settings of this profile."],
  ["--prompt, --no-prompt", "Ask questions, or never do. By default it asks on a terminal."],
  ["--help", "Show this page."],
];

/** A longer name stands on a line of its own. */
const widestName = 36;

const section = (title: string, lines: readonly Line[], { style, width = 100 }: Page): string => {
  if (lines.length === 0) return "";
  const left = Math.min(widestName, Math.max(...lines.map(([name]) => name.length))) + 2;
  const body = lines.map(([name, doc]) => {
    const room = Math.max(24, width - left - 2);
    const text = wrap(doc, room).replaceAll("\n", `\n${" ".repeat(left + 2)}`);
    const between = name.length + 2 > left ? `\n${" ".repeat(left + 2)}` : " ".repeat(left - name.length);
    return `  ${style.cyan(name)}${between}${text}`;
  });
  return `\n${style.bold(title)}\n${body.join("\n")}\n`;
};

const usage = (words: string, { style, width = 100 }: Page): string =>
  `${style.bold("Usage:")}${wrap(`Usage: millrace ${words}`, width).slice("Usage:".length).replaceAll("\n", "\n    ")}\n`;

const sayDefault = ({ presence, many, default: value }: Parameter): string =>
  presence === "filled" && !many && value !== false && value !== undefined ? ` (default: ${value === true ? "yes" : String(value)})` : "";

const optionLine = (key: string, parameter: Parameter): Line => {
  const off = offName(key, parameter);
  const names = [
    parameter.short === undefined ? undefined : `-${parameter.short}`,
    `--${longName(key, parameter)}`,
    off === undefined || parameter.default === false ? undefined : `--${off}`,
  ].filter((name) => name !== undefined);
  const value = parameter.placeholder === undefined ? "" : ` ${parameter.placeholder}`;
  return [`${names.join(", ")}${value}`, `${parameter.doc}${parameter.many ? " May be repeated." : ""}${sayDefault(parameter)}`];
};

const argumentName = (key: string, parameter: Parameter): string => {
  const name = longName(key, parameter).toUpperCase();
  const repeated = parameter.many ? `${name}...` : name;
  return parameter.presence === "plain" ? repeated : `[${repeated}]`;
};

const entries = (parameters: Parameters | undefined): (readonly [string, Parameter])[] => Object.entries(parameters ?? {});

/** The page of one command; `name` is how it is called, such as `flow-run ls`. */
export const commandHelp = (name: string, command: Command, page: Page): string => {
  const takes = entries(command.takes);
  const output: Line[] = command.json ? [["-o, --output json", "Print JSON, for programs."]] : [];
  const words = [name, ...takes.map(([key, parameter]) => argumentName(key, parameter)), "[OPTIONS]"].join(" ");
  const fold = (text: string): string => wrap(text, page.width ?? 100);
  return [
    usage(words, page),
    `\n${fold(command.does)}\n`,
    command.details === undefined ? "" : `\n${fold(command.details)}\n`,
    section(
      "Arguments",
      takes.map(([key, parameter]) => [argumentName(key, parameter), parameter.doc]),
      page,
    ),
    section("Options", [...entries(command.options).map(([key, parameter]) => optionLine(key, parameter)), ...output], page),
    section("Everywhere", globalLines, page),
  ].join("");
};

const listEntries = (entries: Entries): Promise<readonly Line[]> =>
  Promise.all(
    Object.entries(entries).map(async ([name, entry]): Promise<Line> => {
      const aliases = aliasesOf(entry);
      return [aliases.length === 0 ? name : `${name} (${aliases.join(", ")})`, await sentenceOf(entry)];
    }),
  );

/** The page of a group; loads its commands for their sentences. */
export const groupHelp = async (name: string, group: Group, page: Page): Promise<string> =>
  [
    usage(`${name} COMMAND`, page),
    `\n${wrap(group.does, page.width ?? 100)}\n`,
    section("Commands", await listEntries(group.commands), page),
    section("Everywhere", globalLines, page),
  ].join("");

/** The program's own page. */
export const programHelp = async (page: Page): Promise<string> =>
  [
    usage("COMMAND", page),
    "\nRuns flows: on a schedule, on demand, and keeps what they did.\n",
    section("Commands", await listEntries(commands), page),
    section("Everywhere", [...globalLines, ["--version", "Show the version."]], page),
    "\nmillrace COMMAND --help tells more about each.\n",
  ].join("");
