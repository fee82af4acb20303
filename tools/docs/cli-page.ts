import type { Command } from "../../packages/cli/src/command.ts";
import { commands } from "../../packages/cli/src/commands.ts";
import { aliasesOf, type Entry, loaderOf } from "../../packages/cli/src/entries.ts";
import { commandHelp } from "../../packages/cli/src/help.ts";
import { createStyle } from "../../packages/cli/src/output/style.ts";
import { printPage } from "./table.ts";

const page = { style: createStyle(false), width: 100 };

/** The help page without what is the same for all. */
const printCommand = (name: string, command: Command): string => {
  const [own = ""] = commandHelp(name, command, page).split("\nEverywhere\n");
  return `### millrace ${name}\n\n\`\`\`text\n${own.trimEnd()}\n\`\`\``;
};

const everywhere = [
  "Every command also takes:",
  "- `--profile NAME`: the settings of this profile.",
  "- `--prompt`, `--no-prompt`: ask questions, or never do. By default it asks on a terminal.",
  "- `--help`: the page printed here.",
].join("\n");

const printAliases = (entry: Entry): readonly string[] =>
  aliasesOf(entry).length === 0
    ? []
    : [
        `Also as ${aliasesOf(entry)
          .map((alias) => `\`${alias}\``)
          .join(", ")}.`,
      ];

/** A command, or what a group does and each of its commands. */
const printEntry = async (name: string, entry: Entry): Promise<readonly string[]> => {
  const loader = loaderOf(entry);
  if (loader !== undefined) return [printCommand(name, (await loader()).default), ...printAliases(entry)];
  if (typeof entry === "function" || "load" in entry) return [];
  const verbs = await Promise.all(Object.entries(entry.commands).map(([verb, each]) => printEntry(`${name} ${verb}`, each)));
  return [...(name.includes(" ") ? [] : [entry.does]), ...printAliases(entry), ...verbs.flat()];
};

/** The reference of every command, as Markdown. */
export const cliPage = async (): Promise<string> => {
  const blocks: string[] = [];
  for (const [noun, entry] of Object.entries(commands)) blocks.push(`## ${noun}`, ...(await printEntry(noun, entry)));
  return printPage([
    "# Commands",
    "`millrace` and `prefect` are two names of one program. The guide is [the command line](../guides/command-line.md).",
    everywhere,
    ...blocks,
  ]);
};
