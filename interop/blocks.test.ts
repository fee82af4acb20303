import { expect, inject, test } from "vitest";
import { runScript } from "./harness/python.ts";
import type { ServerUnderTest } from "./harness/servers.ts";

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
