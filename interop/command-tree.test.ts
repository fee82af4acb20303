import { expect, inject, test } from "vitest";
import type { Command } from "../packages/cli/src/command.ts";
import { commands } from "../packages/cli/src/commands.ts";
import { type Entries, findEntry, loaderOf } from "../packages/cli/src/entries.ts";
import { longName, offName, type Parameters } from "../packages/cli/src/parameters.ts";
import { readPrinted, runScript } from "./harness/python.ts";

interface TheirCommand {
  readonly command: string;
  /** The names of each option and argument, `--empty-…` and `--no-…` among them. */
  readonly options: readonly (readonly string[])[];
}

/** Commands that are not here, and why. The words begin the command. */
const absent: Readonly<Record<string, string>> = {
  cloud: "of Prefect Cloud",
  "deploy init": "an older name of init",
  dev: "for developing Prefect itself",
  "server services manager": "what Prefect starts in the background; nobody types it",
  "work-pool storage configure": "sets up bundles of Python code; Python's own command does",
  "work-pools storage configure": "the same",
};

/** Options that are not here, and why. */
const absentOptions: Readonly<Record<string, readonly string[]>> = {};

const isAbsent = (command: string): boolean => Object.keys(absent).some((words) => command === words || command.startsWith(`${words} `));

const findCommand = async (words: readonly string[], entries: Entries = commands): Promise<Command | undefined> => {
  const [word = "", ...rest] = words;
  const entry = findEntry(entries, word)?.entry;
  if (entry === undefined) return undefined;
  const load = loaderOf(entry);
  if (load !== undefined) return rest.length === 0 ? (await load()).default : undefined;
  return typeof entry === "function" || "load" in entry ? undefined : findCommand(rest, entry.commands);
};

/** Every name that a command's options and arguments go by. */
const namesOf = ({ takes, options, json }: Command): ReadonlySet<string> => {
  const all: Parameters = { ...takes, ...options };
  const names = Object.entries(all).flatMap(([key, parameter]) => {
    const long = longName(key, parameter);
    const off = offName(key, parameter);
    return [`--${long}`, `-${parameter.short}`, ...(off === undefined ? [] : [`--${off}`]), ...(parameter.many ? [`--empty-${long}`] : [])];
  });
  return new Set([...names, ...(json ? ["--output", "-o"] : [])]);
};

const millrace = inject("millrace");

test.skipIf(millrace === undefined)("every command and option of the reference is here, or is known not to be", async () => {
  if (millrace === undefined) return;
  const { ended, output } = await runScript(millrace, { file: "command_tree.py" });
  expect(ended).toBe(0);
  const theirs = readPrinted<TheirCommand>(output, "COMMAND");
  expect(theirs.length).toBeGreaterThan(150);
  const missing: string[] = [];
  for (const { command, options } of theirs.filter((each) => !isAbsent(each.command))) {
    const ours = await findCommand(command.split(" "));
    if (ours === undefined) missing.push(command);
    else {
      const names = namesOf(ours);
      const known = absentOptions[command] ?? [];
      const lacking = options.flat().filter((name) => !names.has(name.replaceAll("_", "-")) && !known.includes(name));
      if (lacking.length > 0) missing.push(`${command} ${lacking.join(" ")}`);
    }
  }
  expect(missing).toEqual([]);
});
