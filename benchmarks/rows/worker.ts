import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, symlink, watch, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { stopChild } from "../measure/program.ts";
import { attempt, type Figure, type Row, runAlone } from "../measure/row.ts";
import { ourProgram, prefectProgram, root, startMillrace, startPrefect, withFolder } from "../measure/servers.ts";

/** A flow that says when its code began: the file is made after its first line. */
const typescriptFlow = `import { writeFileSync } from "node:fs";
import { flow } from "millrace";
export const due = flow({ name: "due" }, async ({ file }) => writeFileSync(file, ""));
`;
const pythonFlow = `from prefect import flow
@flow
def due(file: str):
    open(file, "w").close()
`;

interface Bench {
  readonly url: string;
  readonly folder: string;
  readonly entrypoint: string;
}

/** Seconds for which a server may say that it is too busy, as Prefect's does beside its worker on SQLite. */
const patience = 60;

const post = async <T>({ url }: Bench, path: string, body: unknown): Promise<T> => {
  const end = performance.now() + patience * 1000;
  for (;;) {
    const answer = await fetch(url + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (answer.ok) return (await answer.json()) as T;
    const said = await answer.text();
    if (answer.status !== 503 || performance.now() > end) throw new Error(`${path} answered ${answer.status}: ${said}`);
    await pause(250);
  }
};

interface Named {
  readonly id: string;
}

const deploy = async (bench: Bench): Promise<string> => {
  const flow = await post<Named>(bench, "/flows/", { name: "due" });
  const body = { name: "bench", flow_id: flow.id, entrypoint: bench.entrypoint, path: bench.folder, work_pool_name: "bench" };
  return (await post<Named>(bench, "/deployments/", body)).id;
};

/** Starts a worker and waits until it says so; gives the seconds that took. */
const startWorker = async (bench: Bench, command: readonly string[], env: Readonly<Record<string, string>>) => {
  const start = performance.now();
  const [program = "", ...args] = command;
  const child: ChildProcess = spawn(program, [...args, "worker", "start", "--pool", "bench", "--type", "process"], {
    env: { ...process.env, PREFECT_API_URL: bench.url, PREFECT_HOME: bench.folder, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (child.stdout === null) throw new Error("The worker has no output.");
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) if (/started/.test(String(chunk))) break;
  child.stdout.resume();
  return { seconds: (performance.now() - start) / 1000, stop: () => stopChild(child) };
};

/** Milliseconds from creating a run that is due at once to the first line of its flow, for some runs one after the other. */
const measureRuns = async (bench: Bench, times: number): Promise<readonly number[]> => {
  const deployment = await deploy(bench);
  const taken: number[] = [];
  const marks = join(bench.folder, "marks");
  await mkdir(marks, { recursive: true });
  for (let time = 0; time <= times; time++) {
    const changes = watch(marks)[Symbol.asyncIterator]();
    const next = changes.next();
    const start = performance.now();
    const body = { state: { type: "SCHEDULED" }, parameters: { file: join(marks, crypto.randomUUID()) } };
    await post(bench, `/deployments/${deployment}/create_flow_run`, body);
    await next;
    // The first one fills Node's code cache and has the waiting processes made.
    if (time > 0) taken.push(performance.now() - start);
    await changes.return?.();
    await pause(1500);
  }
  return taken.toSorted((one, other) => one - other);
};

const print = (taken: readonly number[]): string => {
  const at = (share: number): number => Math.round(taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? Number.NaN);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
};

const ours = [process.execPath, ourProgram];

/** The same by a worker that is there only for them. */
const measureWorker = async (
  bench: Bench,
  { times, command, env = {} }: { times: number; command: readonly string[]; env?: Readonly<Record<string, string>> },
): Promise<string> => {
  const worker = await startWorker(bench, command, env);
  return measureRuns(bench, times).then(print).finally(worker.stop);
};

const measureOurs = (warm: number, times: number): Promise<string> =>
  withFolder(async (folder) => {
    await mkdir(join(folder, "node_modules"));
    await symlink(join(root, ".cache/package"), join(folder, "node_modules/millrace"));
    await writeFile(join(folder, "flows.mjs"), typescriptFlow);
    const server = await startMillrace({ folder });
    const bench = { url: server.url, folder, entrypoint: "flows.mjs:due" };
    const env = { MILLRACE_WORKER_WARM_PROCESSES: String(warm) };
    return measureWorker(bench, { times, command: ours, env }).finally(() => server.stop());
  });

const measureTheirs = async (): Promise<string | undefined> => {
  const program = prefectProgram();
  if (program === undefined) return undefined;
  return withFolder(async (folder) => {
    await writeFile(join(folder, "flows.py"), pythonFlow);
    const server = await startPrefect(program, { folder });
    const bench = { url: server.url, folder, entrypoint: "flows.py:due" };
    return measureWorker(bench, { times: 3, command: [program] }).finally(() => server.stop());
  });
};

const measureReady = (times: number): Promise<string> =>
  withFolder(async (folder) => {
    const server = await startMillrace({ folder });
    const taken: number[] = [];
    try {
      for (let time = 0; time <= times; time++) {
        const worker = await startWorker({ url: server.url, folder, entrypoint: "" }, ours, {});
        if (time > 0) taken.push(worker.seconds);
        await worker.stop();
      }
    } finally {
      await server.stop();
    }
    return `${(taken.toSorted((one, other) => one - other)[Math.floor(times / 2)] ?? Number.NaN).toFixed(2)} s`;
  });

const measure = async (): Promise<readonly Figure[]> => {
  const prefect = await attempt(measureTheirs);
  return [
    { what: "worker start until it takes runs", prefect: "not measured here", ours: await attempt(() => measureReady(7)), goal: "0.5 s" },
    { what: "run due to its code, new process", prefect, ours: await attempt(() => measureOurs(0, 20)), goal: "p99 800 ms" },
    { what: "run due to its code, waiting process", prefect, ours: await attempt(() => measureOurs(1, 40)), goal: "p99 100 ms" },
  ];
};

export const worker: Row = {
  name: "worker",
  how: "Runs created one after the other on SQLite, due at once, in a pool of processes: from the request to the first line of the flow (20 and 40 of ours, 3 of Prefect's in Python). Starts are the median of 7.",
  run: measure,
};

if (import.meta.main) await runAlone(worker);
