import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { normalizeAnswer } from "./harness/normalize.ts";
import { pythonInterpreter, readPrinted, runScript } from "./harness/python.ts";
import { calmSettings, type ServerUnderTest, type StartedServer, startMillrace, startPrefect } from "./harness/servers.ts";

interface Typed {
  readonly command: string;
  readonly exit: number;
  /** What it printed: JSON, or lines. */
  readonly said: unknown;
}

/** Moments as people and Python write them, and the names servers make up for runs. */
const plainText = (text: string): string =>
  text
    .replace(/ {2,}/g, " ")
    .replace(/\b(datetime\.)?(DateTime|datetime|timedelta)\((?:[^()]|\([^()]*\))*\)/g, "<time>")
    .replace(/\b\d\d:\d\d:\d\d(\.\d+)?/g, "<time>")
    .replace(/\b(in )?(just now|now|(a|an|a few|\d+) (second|minute|hour|day|week|month|year)s?( ago| from now)?)/g, "<when>")
    .replace(/(<uuid> (?:typed-flow )?|flow run ')(?!typed-)[a-z]{2,}-[a-z]{2,}(?=['. ])/g, "$1<name>");

const plainOutput = (said: unknown): unknown => {
  const normal = normalizeAnswer(said);
  return Array.isArray(normal) ? normal.map((line) => (typeof line === "string" ? plainText(line) : line)) : normal;
};

/** Milliseconds for some 180 commands on a busy machine; a quiet one needs a tenth of it. */
const longest = 540_000;

const typeAll = async (server: ServerUnderTest): Promise<{ readonly typed: readonly Typed[]; readonly commands: readonly string[] }> => {
  const { ended, output } = await runScript(server, { file: "type_commands.py", timeout: longest });
  if (ended !== 0) throw new Error(`The commands on ${server.name} ended with ${ended}:\n${output}`);
  const typed = readPrinted<Typed>(output, "TYPED").map((each) => ({ ...each, said: plainOutput(each.said) }));
  return { typed, commands: readPrinted<readonly string[]>(output, "COMMANDS").flat() };
};

describe.skipIf(pythonInterpreter === undefined)("every command of the real command line", () => {
  let servers: readonly StartedServer[] = [];

  // Lists show all that a server keeps, and only SQLite keeps JSON as it was written: two servers of this test's own, both on SQLite.
  beforeAll(async () => {
    if (pythonInterpreter === undefined) return;
    const options = { env: calmSettings };
    servers = [await startMillrace(options)];
    if (inject("prefect") !== undefined) servers = [...servers, await startPrefect(pythonInterpreter, options)];
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  test("says of ours what it says of the reference", { timeout: longest }, async () => {
    const [ours, theirs] = await Promise.all(servers.map(typeAll));
    if (ours === undefined) throw new Error("The server did not start.");
    const lines = ours.typed.map(({ command }) => command.replace("--no-prompt ", ""));
    expect(ours.commands.filter((command) => !lines.some((line) => line === command || line.startsWith(`${command} `)))).toEqual([]);
    if (theirs === undefined) return;
    expect(ours.typed).toHaveLength(theirs.typed.length);
    for (const [place, typed] of ours.typed.entries()) expect.soft(typed).toEqual(theirs.typed[place]);
  });
});
