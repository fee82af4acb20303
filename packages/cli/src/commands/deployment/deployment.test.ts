import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asked, type CapturedOptions, runCaptured, stubServer } from "../../fixtures/captured-host.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-deployment-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const flow = { id: "0198c0de-0000-7000-8000-00000000000f", name: "hello" };
const deployment = {
  id: "0198c0de-0000-7000-8000-00000000000d",
  created: "2026-11-22T10:00:00Z",
  name: "a",
  flow_id: flow.id,
  work_pool_name: "my-pool",
  parameters: { name: "yaml" },
  parameter_openapi_schema: { properties: { name: {}, n: { type: "integer" } } },
};
const runId = "0198c0de-0000-7000-8000-000000000001";
const create = ({ body }: Asked) => ({ status: 201, body: { id: runId, name: "curly-zebra", job_variables: {}, ...(body as object) } });
const pageOf =
  (all: readonly unknown[]) =>
  ({ body }: Asked) => ({ body: all.slice((body as { offset: number }).offset) });
const answers = {
  "GET /deployments/name/hello/a": { body: deployment },
  [`GET /deployments/${deployment.id}`]: { body: deployment },
  "POST /deployments/filter": pageOf([
    { ...deployment, id: "2", name: "b", created: "2026-11-22T11:00:00Z", work_pool_name: null },
    deployment,
  ]),
  "POST /flows/filter": pageOf([flow]),
  [`POST /deployments/${deployment.id}/create_flow_run`]: create,
};

const at = async (argv: readonly string[], options: Partial<CapturedOptions> = {}, more: Parameters<typeof stubServer>[0] = {}) => {
  const server = stubServer({ ...answers, ...more });
  const env = { PREFECT_API_URL: "http://x/api", PREFECT_CLIENT_MAX_RETRIES: "0", NO_COLOR: "1" };
  return { ...(await runCaptured(["deployment", ...argv], { dir, env, fetch: server.fetch, ...options })), requests: server.requests };
};
/** What a run was created with. */
const created = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
  const { code, stderr, requests } = await at(["run", "hello/a", ...argv]);
  expect([code, stderr]).toEqual([0, ""]);
  return requests.at(-1)?.body as Record<string, unknown>;
};

test("ls sorts by name, or newest first", async () => {
  const { stdout } = await at(["ls"]);
  expect(stdout.split("\n")).toEqual([
    "Name     ID                                    Work Pool",
    `hello/a  ${deployment.id}  my-pool`,
    "hello/b  2",
    "",
  ]);
  expect((await at(["ls", "--by-created"])).stdout.split("\n")[1]).toBe("hello/b  2");
  const { stdout: json, requests } = await at(["ls", "hello", "-o", "json"]);
  expect(JSON.parse(json)).toHaveLength(2);
  expect(requests[0]?.body).toEqual({ flows: { name: { any_: ["hello"] } }, offset: 0 });
});

describe("a deployment that is not there", () => {
  test.each([
    [["inspect", "nope"], '"nope" is not the name of a deployment. Expected <flow name>/<deployment name>.'],
    [["run", "a/b/c"], '"a/b/c" is not the name of a deployment. Expected <flow name>/<deployment name>.'],
    [["inspect", "a/nope"], 'Deployment "a/nope" was not found. List them with: millrace deployment ls'],
    [["run", "--id", runId], `Deployment "${runId}" was not found. List them with: millrace deployment ls`],
    [["run"], "Name one deployment, as flow/deployment or with --id. List them with: millrace deployment ls"],
  ])("%j", async (argv, says) => {
    const { code, stderr } = await at(argv);
    expect([code, stderr]).toEqual([1, `${says}\n`]);
  });
});

test("inspect prints the server's object", async () => {
  expect(JSON.parse((await at(["inspect", "hello/a", "-o", "json"])).stdout)).toEqual({ ...deployment, automations: [] });
});

describe("deployment run", () => {
  test("creates a run that starts now", async () => {
    const { code, stdout, requests } = await at(["run", "hello/a"]);
    expect([code, stdout.split("\n")]).toEqual([
      0,
      [
        "Created flow run curly-zebra.",
        `UUID:                  ${runId}`,
        "Parameters:            {}",
        "Job Variables:         {}",
        "Scheduled start time:  2026-11-22 12:00:00 UTC (now)",
        `URL:                   http://x/runs/flow-run/${runId}`,
        "",
      ],
    ]);
    expect(requests.at(-1)?.body).toEqual({
      state: { type: "SCHEDULED", name: "Scheduled", state_details: { scheduled_time: "2026-11-22T12:00:00Z" } },
      parameters: {},
      job_variables: {},
      tags: [],
    });
  });

  test("values are JSON, else text; --param wins over --params", async () => {
    expect(await created("-p", "n=5", "--param", "name=Zed", "-jv", "env.X=1", "--job-variable", "bad", "--tag", "t")).toMatchObject({
      parameters: { n: 5, name: "Zed" },
      job_variables: { "env.X": 1, bad: "" },
      tags: ["t"],
    });
    const { requests, stderr } = await at(["run", "hello/a", "--params", '{"n": 1, "name": "x"}', "-p", "n=2"]);
    expect(requests.at(-1)?.body).toMatchObject({ parameters: { n: 2, name: "x" } });
    expect(stderr).toBe("n is given twice; the one of --param is used.\n");
    const piped = await at(["run", "hello/a", "--params", "-"], { stdin: '{"n": 4}' });
    expect(piped.requests.at(-1)?.body).toMatchObject({ parameters: { n: 4 } });
  });

  test("the name may hold parameters, given ones and the deployment's own", async () => {
    expect(await created("-p", "n=5", "--flow-run-name", "run-{name}-{n}-{{}}")).toMatchObject({ name: "run-yaml-5-{}" });
  });

  test("a start in the future", async () => {
    const start = async (...argv: readonly string[]) => (await created(...argv)).state;
    expect(await start("--start-in", "2 hours")).toMatchObject({ state_details: { scheduled_time: "2026-11-22T14:00:00Z" } });
    expect(await start("--start-at", "2027-01-01T10:00:00Z")).toMatchObject({ state_details: { scheduled_time: "2027-01-01T10:00:00Z" } });
  });

  test.each([
    [["--params", "{bad"], "--params is not a JSON object: {bad"],
    [["-p", "zzz=1"], 'The deployment has no parameter "zzz". It takes: name, n.'],
    [["--flow-run-name", "x-{nope}"], 'The run\'s name needs the parameter "nope", which is not given.'],
    [["--start-in", "gibberish"], '"gibberish" is not a length of time. Expected one such as "2 hours" or "90 seconds".'],
    [["--start-in", "2 hours", "--start-at", "now"], "--start-in and --start-at exclude each other. Give one of them."],
  ])("refuses %j and creates nothing", async (argv, says) => {
    const { code, stderr, requests } = await at(["run", "hello/a", ...argv]);
    expect([code, stderr.split("\n")[0]]).toEqual([1, says]);
    expect(requests.filter(({ path }) => path.endsWith("/create_flow_run"))).toEqual([]);
  });

  test("what the server refuses is said in its words", async () => {
    const detail = "Error creating flow run: Validation failed for field 'n'. Failure reason: 'abc' is not of type 'integer'";
    const refuse = { [`POST /deployments/${deployment.id}/create_flow_run`]: { status: 409, body: { detail } } };
    const { code, stderr } = await at(["run", "hello/a", "-p", "n=abc"], {}, refuse);
    expect([code, stderr]).toEqual([1, `${detail}\n`]);
  });
});

describe("deployment run --watch", () => {
  const states = [
    { id: "1", type: "PENDING", name: "Pending", timestamp: "2026-11-22T12:00:01Z", message: null },
    { id: "2", type: "FAILED", name: "Failed", timestamp: "2026-11-22T12:00:02Z", message: "out of cheese" },
  ];
  /** A run that reaches one more state each time somebody looks. */
  const lives = (upTo: number) => {
    let looked = 0;
    return {
      [`GET /flow_runs/${runId}`]: () => {
        const state = states[Math.min(looked++, upTo)];
        return { body: { id: runId, name: "curly-zebra", state_type: state?.type, state_name: state?.name, state } };
      },
      "GET /flow_run_states/": () => ({ body: states.slice(0, looked) }),
      "POST /logs/filter": { body: [] },
    };
  };

  test("prints each state once and fails unless the run completed", async () => {
    const { code, stdout, stderr } = await at(["run", "hello/a", "--watch"], {}, lives(1));
    expect([code, stdout.split("\n").slice(-3), stderr]).toEqual([
      1,
      ["2026-11-22 12:00:01.000  Pending", "2026-11-22 12:00:02.000  Failed  out of cheese", ""],
      `The flow run ended as Failed: out of cheese\nSee its log: millrace flow-run logs ${runId}\n`,
    ]);
  });

  test("gives up when the time is up", async () => {
    const { code, stderr } = await at(["run", "hello/a", "--watch", "--watch-timeout", "3"], {}, lives(0));
    expect([code, stderr]).toEqual([
      1,
      `The flow run curly-zebra has not ended within 3 seconds. It goes on: millrace flow-run inspect ${runId}\n`,
    ]);
  });

  test("as JSON a run that failed is printed and the exit code is 1", async () => {
    const { code, stdout, stderr } = await at(["run", "hello/a", "--watch", "-o", "json"], {}, lives(1));
    expect([code, JSON.parse(stdout).state_name, stderr]).toEqual([1, "Failed", ""]);
  });
});
