import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asked, type CapturedOptions, type Exchange, runCaptured, stubServer } from "../../fixtures/captured-host.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-flow-run-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const id = "0198c0de-0000-7000-8000-000000000001";
const run = {
  id,
  created: "2026-11-22T11:00:00Z",
  name: "tidy-crocodile",
  flow_id: "0198c0de-0000-7000-8000-00000000000f",
  state_type: "COMPLETED",
  state: { type: "COMPLETED", name: "Completed", timestamp: "2026-11-22T11:59:38Z", state_details: {} },
  tags: ["a", "b"],
  parameters: { n: 1 },
  deployment_id: null,
};
const flow = { id: run.flow_id, name: "hello" };

const at = (answers: Parameters<typeof stubServer>[0], line: string, options: Partial<CapturedOptions> = {}) => {
  const server = stubServer(answers);
  const env = { PREFECT_API_URL: "http://x/api", PREFECT_CLIENT_MAX_RETRIES: "0", NO_COLOR: "1" };
  const result = runCaptured(line.split(" "), { dir, env, fetch: server.fetch, ...options });
  return result.then((captured) => ({ ...captured, requests: server.requests }));
};

describe("flow-run ls", () => {
  const scheduled = {
    ...run,
    id: "0198c0de-0000-7000-8000-000000000002",
    created: "2026-11-22T11:30:00Z",
    name: "later",
    state_type: "SCHEDULED",
    state: {
      type: "SCHEDULED",
      name: "Late",
      timestamp: "2026-11-22T11:00:00Z",
      state_details: { scheduled_time: "2026-11-22T13:00:00Z" },
    },
  };
  const answers = { "POST /flow_runs/filter": { body: [run, scheduled] }, "POST /flows/filter": { body: [flow] } };

  test("lists the newest first, with what each is doing since or until when", async () => {
    const { code, stdout } = await at(answers, "flow-run ls");
    expect([code, stdout.split("\n")]).toEqual([
      0,
      [
        "ID                                    Flow   Name            State      When",
        `${scheduled.id}  hello  later           SCHEDULED  in 1h`,
        `${run.id}  hello  tidy-crocodile  COMPLETED  22s ago`,
        "",
      ],
    ]);
  });

  test("filters by flow, state name in any case and state type", async () => {
    const { requests, stderr } = await at(
      answers,
      "flow-runs ls --flow-name hello --state late --state Odd --state-type running --limit 3",
    );
    expect(requests[0]?.body).toEqual({
      flows: { name: { any_: ["hello"] } },
      flow_runs: { state: { name: { any_: ["Late", "Odd"] }, type: { any_: ["RUNNING"] } } },
      limit: 3,
      sort: "EXPECTED_START_TIME_DESC",
    });
    expect(stderr).toBe('"Odd" is not one of the usual state names.\n');
  });

  test("prints the server's objects as JSON, and an empty list", async () => {
    expect(JSON.parse((await at(answers, "flow-run ls -o json")).stdout)).toEqual([run, scheduled]);
    expect((await at({ "POST /flow_runs/filter": { body: [] } }, "flow-run ls --output json")).stdout).toBe("[]\n");
    expect((await at({ "POST /flow_runs/filter": { body: [] } }, "flow-run ls")).stdout).toBe("No flow runs found.\n");
  });

  test("refuses an unknown state type", async () => {
    const { code, stderr } = await at(answers, "flow-run ls --state-type NOPE");
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no state type "NOPE". There are: SCHEDULED, PENDING,')]);
  });
});

describe("a missing id is one sentence", () => {
  test.each(["inspect", "logs", "cancel", "delete"])("flow-run %s", async (verb) => {
    const { code, stdout, stderr } = await at({}, `flow-run ${verb} ${id}`);
    expect([code, stdout, stderr]).toEqual([1, "", `Flow run "${id}" was not found. List them with: millrace flow-run ls\n`]);
  });
});

test("inspect shows every field that is set, and opens the web interface on demand", async () => {
  const answers = { [`GET /flow_runs/${id}`]: { body: run } };
  const { stdout } = await at(answers, `flow-run inspect ${id}`);
  expect(stdout).toContain("name: tidy-crocodile\n");
  expect(stdout).toContain("state:\n  type: COMPLETED\n");
  expect(stdout).toContain("tags: a, b\nparameters:\n  n: 1\n");
  expect(stdout).not.toContain("deployment_id");
  expect(JSON.parse((await at(answers, `flow-run inspect ${id} -o json`)).stdout)).toEqual(run);
  const opened: string[] = [];
  await at(answers, `flow-run inspect ${id} --web`, { onOpen: (url) => opened.push(url) });
  expect(opened).toEqual([`http://x/runs/flow-run/${id}`]);
});

describe("flow-run cancel", () => {
  const answer = (body: object) => ({ [`POST /flow_runs/${id}/set_state`]: { body } });

  test("proposes Cancelling", async () => {
    const { code, stdout, requests } = await at(
      answer({ status: "ACCEPT", details: {}, state: { type: "CANCELLING" } }),
      `flow-run cancel ${id}`,
    );
    expect([code, stdout.split("\n")[0]]).toEqual([0, `Flow run ${id} is being cancelled.`]);
    expect(requests[0]?.body).toEqual({ state: { type: "CANCELLING", name: "Cancelling" } });
  });

  test("says so when nothing had to be stopped", async () => {
    const { stdout } = await at(answer({ status: "REJECT", details: {}, state: { type: "CANCELLED" } }), `flow-run cancel ${id}`);
    expect(stdout).toBe(`Flow run ${id} is cancelled.\n`);
  });

  test("fails with the server's reason", async () => {
    const body = { status: "ABORT", details: { reason: "Run is already in terminal state CANCELLED." }, state: null };
    const { code, stderr } = await at(answer(body), `flow-run cancel ${id}`);
    expect([code, stderr]).toEqual([1, `Flow run "${id}" was not cancelled: Run is already in terminal state CANCELLED.\n`]);
  });
});

test("delete asks on a terminal and deletes when the answer is yes", async () => {
  const answers = { [`GET /flow_runs/${id}`]: { body: run }, [`DELETE /flow_runs/${id}`]: { status: 204 } };
  const methods = async (options: Partial<CapturedOptions>): Promise<unknown> => {
    const { code, requests } = await at(answers, `flow-run delete ${id}`, options);
    return [code, requests.map(({ method }) => method)];
  };
  expect(await methods({ columns: 80, stdin: "n\n" })).toEqual([1, ["GET"]]);
  expect(await methods({ columns: 80, stdin: "y\n" })).toEqual([0, ["GET", "DELETE"]]);
  expect(await methods({})).toEqual([0, ["GET", "DELETE"]]);
});

describe("flow-run logs", () => {
  const all = Array.from({ length: 45 }, (_, index) => ({
    id: String(index),
    level: index === 0 ? 40 : 20,
    task_run_id: null,
    message: `line ${index}`,
    timestamp: `2026-11-22T11:00:${String(index).padStart(2, "0")}.123456Z`,
  }));
  /** Pages of ten, as a server with that limit has them. */
  const list = ({ body }: Asked): Exchange => {
    const { limit, offset, sort } = body as { limit?: number; offset: number; sort: string };
    if (limit !== undefined && limit > 10) return { status: 422, body: { detail: "Invalid limit: must be less than or equal to 10." } };
    const sorted = sort === "TIMESTAMP_DESC" ? all.toReversed() : all;
    return { body: sorted.slice(offset, offset + (limit ?? 10)) };
  };
  const answers = { [`GET /flow_runs/${id}`]: { body: run }, "POST /logs/filter": list };
  const numbers = async (flags: string): Promise<readonly number[]> => {
    const { code, stdout } = await at(answers, `flow-run logs ${id}${flags}`);
    expect(code).toBe(0);
    return [...stdout.matchAll(/ - line (\d+)$/gm)].map(([, number]) => Number(number));
  };
  const range = (from: number, to: number): readonly number[] =>
    Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => from + (to > from ? index : -index));

  test.each([
    ["", range(0, 44)],
    [" --head", range(0, 19)],
    [" -h -n 3", range(0, 2)],
    [" -n 12", range(0, 11)],
    [" --tail", range(25, 44)],
    [" -t -n 2", range(43, 44)],
    [" -r -n 2", range(44, 43)],
    [" --reverse", range(44, 0)],
  ])("logs%s", async (flags, expected) => expect(await numbers(flags)).toEqual(expected));

  test("prints time, level and run on each line", async () => {
    const { stdout } = await at(answers, `flow-run logs ${id} -n 1`);
    expect(stdout).toBe("2026-11-22 11:00:00.123 | ERROR   | Flow run 'tidy-crocodile' - line 0\n");
  });

  test("names the task run that wrote a line, and asks for each name once", async () => {
    const [fetched, gone] = ["0198fb0c-0000-7000-8000-00000000aaaa", "0198fb0c-0000-7000-8000-00000000bbbb"];
    const lines = [fetched, gone, fetched, null].map((task_run_id, index) => ({ ...all[index], task_run_id }));
    const known = { body: [{ id: fetched, name: "fetch-0" }] };
    const { stdout, requests } = await at(
      { ...answers, "POST /logs/filter": { body: lines }, "POST /task_runs/filter": known },
      `flow-run logs ${id} -n 4`,
    );
    expect([...stdout.matchAll(/(\S+ run '\S+') - line \d/g)].map(([, whose]) => whose)).toEqual([
      "Task run 'fetch-0'",
      "Flow run 'tidy-crocodile'",
      "Task run 'fetch-0'",
      "Flow run 'tidy-crocodile'",
    ]);
    const asked = requests.filter(({ path }) => path.endsWith("/task_runs/filter"));
    expect(asked.map(({ body }) => body)).toEqual([{ task_runs: { id: { any_: [fetched, gone] } } }]);
  });

  test("as JSON", async () => {
    expect(JSON.parse((await at(answers, `flow-run logs ${id} -t -n 12 -o json`)).stdout)).toEqual(all.slice(-12));
  });

  test("prints nothing for a run without logs", async () => {
    const { code, stdout } = await at({ ...answers, "POST /logs/filter": { body: [] } }, `flow-run logs ${id}`);
    expect([code, stdout]).toEqual([0, ""]);
  });

  test("keeps colours of a message and drops every other escape sequence", async () => {
    const message = "\u001B[31mred\u001B[0m \u001B]0;title\u0007\u001B[2J";
    const { stdout } = await at({ ...answers, "POST /logs/filter": { body: [{ ...all[0], message }] } }, `flow-run logs ${id} -n 1`);
    expect(stdout.split(" - ")[1]).toBe("\u001B[31mred\u001B[0m ]0;title[2J\n");
  });

  test("--head and --tail exclude each other", async () => {
    const { code, stderr } = await at(answers, `flow-run logs ${id} --head --tail`);
    expect([code, stderr]).toEqual([1, "--head and --tail exclude each other. Give one of them.\n"]);
  });
});
