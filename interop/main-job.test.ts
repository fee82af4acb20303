import { describe, expect, test } from "vitest";
import { createApi } from "./harness/api.ts";
import { startEventTape } from "./harness/event-tape.ts";
import { pythonInterpreter, runScript } from "./harness/python.ts";
import { readBack } from "./harness/read-back.ts";
import { startMillrace } from "./harness/servers.ts";
import { tellStory } from "./harness/story.ts";

const pipeline = (countries: number, start: string): readonly string[] => [
  `time-zones ×1: Scheduled ${start} Running Completed`,
  "  fetch_countries ×1: Pending Running Completed",
  "  fetch_zones ×2: Pending Running AwaitingRetry Retrying Completed",
  "  zone-report-0 ×1: Pending Pending Running Completed",
  ...Array.from({ length: countries }, () => "  zones of (country) ×1: Pending Running Completed"),
];

const report = ["zone-report ×1: Pending Running Completed", "  rank ×1: Pending Running Completed"];

describe("the main job", () => {
  test.skipIf(pythonInterpreter === undefined)("serves a pipeline, runs it by hand and by its schedule, and keeps all of it", async () => {
    const server = await startMillrace();
    try {
      const tape = await startEventTape(server);
      const { ended, output } = await runScript(server, { file: "main_job.py" });
      expect(ended, output).toBe(0);
      expect(output).toContain("result: ['Russia: 10 hours");

      const runs = await readBack(createApi(server.url), tape, "");
      tape.stop();
      const told = runs.filter(({ run }) => run.state_type === "COMPLETED" && run.flow_id !== undefined);
      const byHand = told.filter(({ flow, run }) => flow === "time-zones" && run.auto_scheduled === false);
      const bySchedule = told.filter(({ run }) => run.auto_scheduled === true);
      const plain = (story: readonly string[]) => story.map((line) => line.replace(/zones of [A-Z]{2}/, "zones of (country)"));

      expect(plain(tellStory(byHand))).toEqual(pipeline(6, "Pending Submitting"));
      expect(plain(tellStory(bySchedule.slice(0, 1)))).toEqual(pipeline(8, "Pending Submitting"));
      expect(tellStory(told.filter(({ flow }) => flow === "zone-report").slice(0, 1))).toEqual(report);
      expect(byHand[0]?.logs.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^looking at 6 of 2\d\d countries$/));
      console.log(output);
    } finally {
      await server.stop();
    }
  });
});
