import { describe, expect, test } from "vitest";
import { pythonInterpreter, runScript } from "./harness/python.ts";
import { type StartedServer, startMillrace, startPrefect } from "./harness/servers.ts";

const env = { PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_CANCELLING_TIMEOUT_SECONDS: "2" };

/** What the script says of what a worker of the Python client did. */
const tellOn = async (started: Promise<StartedServer>, ...last: readonly string[]): Promise<readonly string[]> => {
  const server = await started;
  try {
    const { ended, output } = await runScript(server, { file: "tearing_down.py", args: ["tell", ...last] });
    expect(ended, output).toBe(0);
    return output.split("\n").filter((line) => line.startsWith("TOLD "));
  } finally {
    await server.stop();
  }
};

describe.skipIf(pythonInterpreter === undefined)("a run whose cancelling nobody finished", () => {
  test("has its infrastructure torn down by a worker of the Python client, as with the reference", async () => {
    const [ours, theirs] = await Promise.all([
      tellOn(startMillrace({ env }), "out-of-reach"),
      tellOn(startPrefect(pythonInterpreter ?? "", { env })),
    ]);
    expect(ours.slice(0, 2)).toEqual(theirs);
    expect(theirs).toHaveLength(2);
    // What it cannot reach it is asked for three times, and no more. The reference also counts what a worker had no room for.
    expect(ours[2]).toContain("'container-1 container-2 out-of-reach out-of-reach out-of-reach '");
  });
});
