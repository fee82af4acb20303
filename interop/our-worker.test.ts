import { uniqueName } from "@millrace/testing";
import { describe, expect, inject, test } from "vitest";
import { type Api, createApi, type Row } from "./harness/api.ts";
import { pythonEnvironment, pythonInterpreter, withHome } from "./harness/python.ts";
import { millraceCommand, type ServerUnderTest } from "./harness/servers.ts";
import { type Program, startProgram } from "./harness/start-program.ts";

const flows = `${import.meta.dirname}/flows`;
const patience = { timeout: 60_000, interval: 200 };

interface Place {
  readonly api: Api;
  readonly pool: string;
  /** What the worker has printed so far. */
  readonly said?: () => string;
}

const deploy = async ({ api, pool }: Place, entrypoint: string, more: Row = {}): Promise<Row> => {
  const flow = await api.post<Row>("/flows/", { name: entrypoint });
  return api.post<Row>("/deployments/", {
    name: uniqueName("d"),
    flow_id: flow.id,
    entrypoint,
    path: flows,
    work_pool_name: pool,
    job_variables: { env: { FROM_DEPLOYMENT: "yes" }, ...more },
  });
};

const run = ({ api }: Place, deployment: Row, parameters: Row = {}): Promise<Row> =>
  api.post<Row>(`/deployments/${String(deployment.id)}/create_flow_run`, { state: { type: "SCHEDULED" }, parameters });

const reaches = async ({ api, said }: Place, { id }: Row, name: string): Promise<void> => {
  const stateOf = async (): Promise<unknown> => (await api.get(`/flow_runs/${String(id)}`)).state_name;
  await expect.poll(stateOf, { ...patience, message: said?.() ?? "" }).toBe(name);
};

const startOurs = (server: ServerUnderTest, pool: string, home: string): Program =>
  startProgram(process.execPath, [millraceCommand, "worker", "start", "--pool", pool, "--type", "process", "--limit", "3"], {
    cwd: home,
    env: { ...pythonEnvironment(server, home), MILLRACE_WORKER_PYTHON: pythonInterpreter ?? "", MILLRACE_WORKER_QUERY_SECONDS: "2" },
  });

const cancelling = { state: { type: "CANCELLING", name: "Cancelling" } };

const checkWorkerOn = async (server: ServerUnderTest): Promise<void> => {
  const api = createApi(server.url);
  const pool = uniqueName("ours");
  await withHome(async (home) => {
    const worker = startOurs(server, pool, home);
    try {
      const place = { api, pool, said: worker.output };
      await worker.printed(/Worker '.*' started/);
      const [typescript, python, crash, waiting] = await Promise.all([
        run(place, await deploy(place, "working.ts:working"), { number: 21 }),
        run(place, await deploy(place, "working.py:working"), { number: 21 }),
        run(place, await deploy(place, "working.py:crashing")),
        run(place, await deploy(place, "working.ts:waiting")),
      ]);
      await Promise.all([
        reaches(place, typescript, "Completed"),
        reaches(place, python, "Completed"),
        reaches(place, crash, "Crashed"),
        reaches(place, waiting, "Running"),
      ]);
      const crashed = await api.get<{ state: { message: string } }>(`/flow_runs/${String(crash.id)}`);
      expect(crashed.state.message).toBe("The process of the run ended with exit code 3.");
      await api.post(`/flow_runs/${String(waiting.id)}/set_state`, cancelling);
      await reaches(place, waiting, "Cancelled");
    } finally {
      await worker.stop();
    }
    expect(await worker.ended, worker.output()).toBe(0);
  });
};

const servers = { millrace: inject("millrace"), prefect: inject("prefect") };

describe.each(["millrace", "prefect"] as const)("our worker on %s", (name) => {
  const server = servers[name];
  test.skipIf(server === undefined)("runs flows of both languages, tells of crashes, and cancels", async () => {
    if (server !== undefined) await checkWorkerOn(server);
  });
});

const { millrace } = servers;
test.skipIf(millrace === undefined)("a worker of the Python client runs TypeScript flows whose deployment names our command", async () => {
  if (millrace === undefined || pythonInterpreter === undefined) return;
  const api = createApi(millrace.url);
  const pool = uniqueName("theirs");
  await api.post("/work_pools/", { name: pool, type: "process" });
  const command = `${process.execPath} ${millraceCommand} flow-run execute`;
  const place = { api, pool };
  const started = await run(place, await deploy(place, "working.ts:working", { command }), { number: 21 });
  await withHome(async (home) => {
    const args = ["-m", "prefect", "worker", "start", "--pool", pool, "--type", "process", "--run-once"];
    const worker = startProgram(pythonInterpreter ?? "python", args, { cwd: home, env: pythonEnvironment(millrace, home) });
    expect(await worker.ended, worker.output()).toBe(0);
    await reaches(place, started, "Completed");
  });
});
