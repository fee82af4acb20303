import { describe, expect, inject, test } from "vitest";
import { differingCalls } from "./harness/known-differences.ts";
import { normalizeAnswer } from "./harness/normalize.ts";
import { runScript } from "./harness/python.ts";
import type { ServerUnderTest } from "./harness/servers.ts";

interface Call {
  readonly call: string;
  readonly gave?: unknown;
  readonly raised?: unknown;
}

/** What every call of the script gave, by the call's name and its place among calls of that name. */
const listCalls = async (server: ServerUnderTest, file: string, kind: string): Promise<Readonly<Record<string, unknown>>> => {
  const { ended, output } = await runScript(server, { file, args: [kind] });
  const line = output.split("\n").find((each) => each.startsWith("CALLS "));
  if (ended !== 0 || line === undefined) throw new Error(`The calls on ${server.name} ended with ${ended}:\n${output}`);
  const calls = JSON.parse(line.slice("CALLS ".length)) as readonly Call[];
  return Object.fromEntries(calls.map(({ call, ...result }, place) => [`${place} ${call}`, normalizeAnswer(result)]));
};

const nouns = [
  { of: "flows, runs, logs and deployments", file: "client_calls.py" },
  { of: "everything else", file: "client_calls_other.py" },
];

describe.each(
  nouns.flatMap((noun) => [
    { ...noun, kind: "sync" },
    { ...noun, kind: "async" },
  ]),
)("the $kind client, on $of,", ({ file, kind }) => {
  const millrace = inject("millrace");
  const prefect = inject("prefect");

  test.skipIf(millrace === undefined || prefect === undefined)("gets from every call what the reference gives", async () => {
    if (millrace === undefined || prefect === undefined) return;
    const [ours, theirs] = await Promise.all([listCalls(millrace, file, kind), listCalls(prefect, file, kind)]);
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    for (const [call, answer] of Object.entries(ours)) {
      if (differingCalls.has(call.replace(/^\d+ /, ""))) continue;
      expect.soft({ call, answer }).toEqual({ call, answer: theirs[call] });
    }
  });
});
