import { createPostgresDatabase, type TestDatabase } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "./harness/api.ts";
import { startEventTape } from "./harness/event-tape.ts";
import { pythonInterpreter, runScript } from "./harness/python.ts";
import { readBack } from "./harness/read-back.ts";
import { pythonUrl, type StartedServer, startMillrace } from "./harness/servers.ts";
import { tellStory } from "./harness/story.ts";

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

describe.skipIf(pythonInterpreter === undefined || postgres === undefined)("two servers on one PostgreSQL database", () => {
  let database: TestDatabase;
  let servers: readonly StartedServer[] = [];
  beforeAll(async () => {
    database = await createPostgresDatabase(postgres ?? "");
    const env = { PREFECT_SERVER_DATABASE_CONNECTION_URL: pythonUrl(database.url) };
    // Both at once, so that both want to make the tables.
    servers = await Promise.all([startMillrace({ env }), startMillrace({ env })]);
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database?.drop();
  });

  test("each tells what a flow did through the other, at once on its event stream", async () => {
    const [first, second] = servers;
    if (first === undefined || second === undefined) throw new Error("The servers did not start.");
    const tape = await startEventTape(second);
    const { ended, output } = await runScript(first, { file: "guarded.py" });
    expect(ended, output).toBe(0);

    const runs = await readBack(createApi(second.url), tape, "guarded");
    expect(tellStory(runs)).toEqual(["guarded ×1: Pending Running Completed", "  secret_work ×1: Pending Running Completed"]);
    expect(runs[0]?.logs.map(({ message }) => message)).toContain("kept from others");
    await expect
      .poll(() => tape.about(runs.flatMap(({ run, tasks }) => [run.id, ...tasks.map((task) => task.run.id)])).map(({ event }) => event), {
        timeout: 10_000,
      })
      .toEqual(
        expect.arrayContaining([
          "prefect.flow-run.Pending",
          "prefect.flow-run.Running",
          "prefect.flow-run.Completed",
          "prefect.task-run.Pending",
          "prefect.task-run.Running",
          "prefect.task-run.Completed",
        ]),
      );
    tape.stop();
  });
});
