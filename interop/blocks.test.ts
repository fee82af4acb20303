import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { createApi } from "./harness/api.ts";
import { pythonEnvironment, pythonInterpreter, runScript, withHome } from "./harness/python.ts";
import { millraceCommand, type ServerUnderTest } from "./harness/servers.ts";
import { startProgram } from "./harness/start-program.ts";

/** What a script that saves and loads blocks was told, line by line. */
const listTold = async (server: ServerUnderTest): Promise<Readonly<Record<string, unknown>>> => {
  const { ended, output } = await runScript(server, { file: "blocks.py" });
  if (ended !== 0) throw new Error(`The blocks on ${server.name} ended with ${ended}:\n${output}`);
  const lines = output.split("\n").flatMap((line) => /^(BLOCKS|AFTER) (.*)$/.exec(line) ?? []);
  expect(lines).toHaveLength(6);
  return { blocks: JSON.parse(lines[2] ?? ""), after: JSON.parse(lines[5] ?? "") };
};

const millrace = inject("millrace");
const prefect = inject("prefect");

test.skipIf(millrace === undefined || prefect === undefined)("blocks are kept, hidden, nested and found as by the reference", async () => {
  if (millrace === undefined || prefect === undefined) return;
  const [ours, theirs] = await Promise.all([listTold(millrace), listTold(prefect)]);
  expect(ours).toEqual(theirs);
});

test.skipIf(millrace === undefined)("our command has Python register the classes of a file", () =>
  withHome(async (home) => {
    if (millrace === undefined) return;
    await writeFile(join(home, "own.py"), "from prefect.blocks.core import Block\n\nclass InteropKettle(Block):\n    litres: float\n");
    const env = { ...pythonEnvironment(millrace, home), MILLRACE_WORKER_PYTHON: pythonInterpreter ?? "" };
    const program = startProgram(process.execPath, [millraceCommand, "block", "register", "--file", "own.py"], { cwd: home, env });
    expect(await program.ended, program.output()).toBe(0);
    expect(program.output()).toContain("InteropKettle");
    expect(await createApi(millrace.url).get("/block_types/slug/interopkettle")).toMatchObject({ name: "InteropKettle" });
  }),
);
