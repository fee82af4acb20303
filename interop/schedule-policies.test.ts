import { type Client, createClient } from "@millrace/client";
import type { Deployment, FlowRun, OverlappingRuns } from "@millrace/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonInterpreter, startScript, withHome } from "./harness/python.ts";
import { type StartedServer, startMillrace } from "./harness/servers.ts";

/** Milliseconds; more than anything here needs on a busy machine. */
const patience = { timeout: 90_000, interval: 500 };

describe.skipIf(pythonInterpreter === undefined)("a Python process that serves", () => {
  let server: StartedServer;
  let client: Client;
  beforeAll(async () => {
    server = await startMillrace();
    client = createClient({ url: server.url });
  }, 120_000);
  afterAll(() => server?.stop());

  const getServed = async (): Promise<Deployment> => {
    const find = () => client.deployments.list({ body: { deployments: { name: { any_: ["d"] } } } });
    await expect.poll(async () => (await find()).filter(({ paused }) => !paused).length, patience).toBe(1);
    const [deployment] = await find();
    if (deployment === undefined) throw new Error("Nothing is served.");
    return deployment;
  };
  const setOverlap = ({ id, schedules }: Deployment, overlap: OverlappingRuns) =>
    client.schedulePolicies.set({ id, schedule_id: schedules[0]?.id ?? "", body: { overlap } });
  const ended = (type: "COMPLETED" | "CANCELLED"): Promise<readonly FlowRun[]> =>
    client.flowRuns.list({
      body: { flow_runs: { state: { type: { any_: [type] } }, start_time: { is_null_: false } }, sort: "START_TIME_ASC" },
    });

  test("runs dates of a schedule one after the other, and stops the old run for the new one, as its policy says", async () => {
    await withHome(async (home) => {
      const program = startScript(server, home, { file: "overlapping.py" });
      try {
        const deployment = await getServed();
        await setOverlap(deployment, "queue");
        await expect.poll(async () => (await ended("COMPLETED")).length, patience).toBeGreaterThanOrEqual(3);
        const runs = (await ended("COMPLETED")).slice(-2);
        expect((runs[0]?.end_time ?? "") <= (runs[1]?.start_time ?? "")).toBe(true);
        expect((runs[0]?.expected_start_time ?? "") < (runs[1]?.expected_start_time ?? "")).toBe(true);

        await setOverlap(deployment, "cancel_old");
        const stopped = async () => (await ended("CANCELLED")).filter(({ total_run_time }) => total_run_time > 0);
        await expect.poll(async () => (await stopped()).length, patience).toBeGreaterThanOrEqual(1);
      } finally {
        await program.stop();
      }
    });
  }, 300_000);

  test("carries out a backfill, each run meant for its date", async () => {
    await withHome(async (home) => {
      const program = startScript(server, home, { file: "overlapping.py" });
      try {
        const { id } = await getServed();
        await setOverlap(await getServed(), "cancel_new");
        const body = {
          start_time: "2025-12-01T00:00:00Z",
          end_time: "2025-12-03T23:00:00Z",
          schedule: { cron: "0 9 * * *", timezone: "Europe/Oslo" },
          parameters: { seconds: 0 },
        };
        const backfill = await client.backfills.create({ id, body });
        await expect.poll(async () => (await client.backfills.get({ id: backfill.id })).state, patience).toBe("COMPLETED");
        expect(await client.backfills.get({ id: backfill.id })).toMatchObject({ progress: { ended: 3, runs: { COMPLETED: 3 } } });
        const runs = await client.flowRuns.list({ body: { flow_runs: { tags: { all_: [`backfill:${backfill.id}`] } } } });
        const meant = async () => {
          const logs = await client.logs.list({ body: { logs: { flow_run_id: { any_: runs.map((run) => run.id) } } } });
          return logs.map(({ message }) => message).filter((message) => message.startsWith("meant for "));
        };
        await expect
          .poll(async () => (await meant()).sort(), patience)
          .toEqual(["meant for 2025-12-01T08:00:00+00:00", "meant for 2025-12-02T08:00:00+00:00", "meant for 2025-12-03T08:00:00+00:00"]);
      } finally {
        await program.stop();
      }
    });
  }, 300_000);

  test("rests in a pause window and goes on behind it", async () => {
    await withHome(async (home) => {
      const started = Date.now();
      const program = startScript(server, home, { file: "overlapping.py" });
      try {
        const { id } = await getServed();
        const begun = async () => {
          const body = { flow_runs: { start_time: { is_null_: false } }, deployments: { id: { any_: [id] } } };
          const runs = await client.flowRuns.list({ body: { ...body, sort: "EXPECTED_START_TIME_ASC" } });
          return runs.filter((run) => run.auto_scheduled).map((run) => Date.parse(run.expected_start_time ?? ""));
        };
        await expect.poll(async () => (await begun()).some((date) => date >= started), patience).toBe(true);
        const { schedules } = await getServed();
        // Far enough ahead that the process has taken none of its runs yet, which it does some seconds early.
        const [start, end] = [Date.now() + 20_000, Date.now() + 36_000];
        const window = { start_time: new Date(start).toISOString(), end_time: new Date(end).toISOString(), reason: "a rest" };
        await client.schedulePolicies.set({ id, schedule_id: schedules[0]?.id ?? "", body: { pause_windows: [window] } });
        await expect.poll(async () => (await begun()).some((date) => date >= end), patience).toBe(true);
        expect((await begun()).filter((date) => date >= start && date < end)).toEqual([]);
      } finally {
        await program.stop();
      }
    });
  }, 300_000);
});
