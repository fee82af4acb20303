import { beforeAll, describe, expect, inject, test } from "vitest";
import { differingCalls } from "./harness/known-differences.ts";
import { normalizeAnswer } from "./harness/normalize.ts";
import { readPrinted, runScript } from "./harness/python.ts";
import type { ServerUnderTest } from "./harness/servers.ts";

interface Call {
  readonly call: string;
  readonly gave?: unknown;
  readonly raised?: unknown;
}

interface Calls {
  /** What every call gave, by the call's name and its place among all calls. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Every method that the client has. */
  readonly methods: readonly string[];
}

const scripts = ["client_calls.py", "client_calls_other.py"];

const runScripts = async (server: ServerUnderTest, kind: string): Promise<Calls> => {
  const outputs: string[] = [];
  for (const file of scripts) {
    const { ended, output } = await runScript(server, { file, args: [kind] });
    if (ended !== 0) throw new Error(`The calls of ${file} on ${server.name} ended with ${ended}:\n${output}`);
    outputs.push(output);
  }
  const calls = outputs.flatMap((output) => readPrinted<readonly Call[]>(output, "CALLS").flat());
  const answers = calls.map(({ call, ...result }, place) => [`${place} ${call}`, normalizeAnswer(result)] as const);
  return {
    answers: Object.fromEntries(answers),
    methods: outputs.flatMap((output) => readPrinted<readonly string[]>(output, "METHODS").flat()),
  };
};

const nameOf = (call: string): string => call.replace(/^\d+ /, "");

const { millrace, millraceOnPostgres, prefect } = {
  millrace: inject("millrace"),
  millraceOnPostgres: inject("millraceOnPostgres"),
  prefect: inject("prefect"),
};

describe.skipIf(millrace === undefined).each(["sync", "async"])("the %s client", (kind) => {
  let ours: Calls;
  let theirs: Calls | undefined;
  beforeAll(async () => {
    if (millrace === undefined) return;
    [ours, theirs] = await Promise.all([runScripts(millrace, kind), prefect === undefined ? undefined : runScripts(prefect, kind)]);
  });

  const expectTheirs = ({ answers }: Calls): void => {
    expect(Object.keys(answers)).toEqual(Object.keys(theirs?.answers ?? {}));
    for (const [call, answer] of Object.entries(answers)) {
      if (differingCalls.has(nameOf(call))) continue;
      expect.soft({ call, answer }).toEqual({ call, answer: theirs?.answers[call] });
    }
  };

  test("has no method that is not called", () => {
    const called = new Set(Object.keys(ours.answers).map((call) => nameOf(call).split(" ")[0]));
    expect(ours.methods.filter((method) => !called.has(method))).toEqual([]);
  });

  test.skipIf(prefect === undefined)("gets from every call what the reference gives", () => expectTheirs(ours));

  test.skipIf(prefect === undefined || millraceOnPostgres === undefined)("gets the same from us on PostgreSQL", async () => {
    if (millraceOnPostgres !== undefined) expectTheirs(await runScripts(millraceOnPostgres, kind));
  });
});
