import type { Command } from "../../packages/cli/src/command.ts";
import { commands } from "../../packages/cli/src/commands.ts";
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

/** The reference of every command, as Markdown. */
export const cliPage = async (): Promise<string> => {
  const blocks: string[] = [];
  for (const [noun, entry] of Object.entries(commands)) {
    blocks.push(`## ${noun}`, entry.does);
    if ("load" in entry) {
      blocks.push(printCommand(noun, (await entry.load()).default));
      continue;
    }
    if (entry.aliases !== undefined) blocks.push(`Also as ${entry.aliases.map((alias) => `\`millrace ${alias}\``).join(", ")}.`);
    for (const [verb, load] of Object.entries(entry.commands)) blocks.push(printCommand(`${noun} ${verb}`, (await load()).default));
  }
  return printPage([
    "# Commands",
    "`millrace` and `prefect` are two names of one program. The guide is [the command line](../guides/command-line.md).",
    everywhere,
    ...blocks,
  ]);
};
