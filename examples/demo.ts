/** The main job from start to end: a server, a served pipeline, a run someone asks for, a run its schedule asks for. */
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Client, createClient } from "@millrace/client";
import type { FlowRun, TaskRun } from "@millrace/contract";
import { runDeployment } from "millrace";
import type { countryReport } from "./countries.ts";
import { runProgram, startProgram } from "./demo-processes.ts";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const millrace = pathOf("../packages/cli/bin/millrace.js");
const home = pathOf("../.cache/demo");

const say = (text = ""): void => void process.stdout.write(`${text}\n`);
const heading = (text: string): void => say(`\n── ${text} ${"─".repeat(Math.max(0, 76 - text.length))}`);

const seconds = (run: { total_run_time: number }): string => `${run.total_run_time.toFixed(2)} s`;

const describe = async (client: Client, run: FlowRun): Promise<void> => {
  say(`${run.name}  ${run.state_name}  ${seconds(run)}  ${run.auto_scheduled ? "by its schedule" : "because the demo asked"}`);
  const tasks = await client.taskRuns.list({ body: { flow_runs: { id: { any_: [run.id] } }, sort: "EXPECTED_START_TIME_ASC" } });
  for (const task of tasks)
    say(`   ${task.name.padEnd(28)} ${(task.state_name ?? "").padEnd(10)} ${seconds(task).padStart(8)}${retried(task)}`);
};

const retried = (task: TaskRun): string => (task.run_count > 1 ? `   after ${task.run_count - 1} retry` : "");

/** The first run that the schedule made and that has ended. */
const scheduledRun = async (client: Client): Promise<FlowRun> => {
  for (let attempt = 0; attempt < 120; attempt++) {
    const ended = { tags: { all_: ["auto-scheduled"] }, state: { type: { any_: ["COMPLETED", "FAILED", "CRASHED"] as const } } };
    const [run] = await client.flowRuns.list({ body: { flow_runs: ended, sort: "START_TIME_ASC", limit: 1 } });
    if (run !== undefined) return run;
    await delay(500);
  }
  throw new Error("The schedule made no run within a minute.");
};

/** The settings of whoever runs the demo are for their own server, which it leaves alone. */
const forgetSettings = (): void => {
  for (const name of Object.keys(process.env)) if (/^(MILLRACE|PREFECT)_/.test(name)) delete process.env[name];
};

const demo = async (): Promise<void> => {
  forgetSettings();
  await rm(home, { recursive: true, force: true });
  const env: NodeJS.ProcessEnv = { ...process.env, PREFECT_HOME: home };
  const server = await startProgram({ args: [millrace, "server", "start", "--port", "0"], env, ready: /http:\S+/ });
  const url = /http:\S+/.exec(server.said)?.[0] ?? "";
  heading("Server");
  say(`Running on SQLite at ${url}; everything it keeps is in .cache/demo.`);
  env.PREFECT_API_URL = url;
  process.env.PREFECT_API_URL = url;

  const served = await startProgram({ args: [pathOf("serve-countries.ts")], env, ready: /Stop with Ctrl-C/ }).catch(
    async (error: unknown) => {
      await server.stop();
      throw error;
    },
  );
  const client = createClient({ url });
  try {
    say("Serving the deployment country-report/demo, every 15 seconds and on request (examples/serve-countries.ts).");
    heading("A run on request");
    const asked = runDeployment<typeof countryReport>("country-report/demo", { pollInterval: "250ms", timeout: "60s" });
    const report = await asked;
    const { id } = await asked.created;
    await describe(client, await client.flowRuns.get({ id }));
    heading("Its result");
    say(JSON.stringify(report, null, 2));
    heading("Its log");
    say((await runProgram([millrace, "flow-run", "logs", id], env)).trimEnd());
    heading("A run of the schedule");
    await describe(client, await scheduledRun(client));
  } finally {
    await client.close();
    await served.stop();
    await server.stop();
  }
  heading("Where to look next");
  say("The server and the served flow have stopped. Start the server again on what they left:");
  say("    PREFECT_HOME=.cache/demo npx millrace server start");
  say("    npx millrace flow-run ls                    (in another terminal, with PREFECT_API_URL set as the server says)");
  say("Read examples/countries.ts, the pipeline, and docs/README.md, the guides.");
};

await demo();
