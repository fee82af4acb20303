import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createClient } from "@millrace/client";
import type { Deployment } from "@millrace/contract";
import { startTestServer } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type CliServer, startCliServer } from "../fixtures/cli-server.ts";

const sdk = join(import.meta.dirname, "..", "..", "..", "sdk", "src", "index.ts");

const flows = `
import { flow } from ${JSON.stringify(sdk)};
export const etl = flow({ name: "etl", description: "Moves rows.", version: "3" }, async ({ day, size = 10 }: { day: string; size?: number }) => day + size);
export const load_all = flow({ name: "load" }, async () => {});
`;

const pythonFlows = `
from prefect import flow

@flow(
    name="py etl",
)
def etl(day: str):
    ...

@flow
async def load_all():
    ...
`;

const yaml = `
name: project
definitions:
  pool: &pool
    name: here
    work_queue_name: "{{ $QUEUE }}"
  every: &every
    schedules:
      - cron: "0 6 * * 1-5"
        timezone: Europe/Berlin
        slug: weekdays
        active: no
        parameters: { size: 3 }
      - interval: PT90M
        anchor_date: 2035-05-17 12:30:00
        slug: often
      - rrule: FREQ=MONTHLY;BYMONTHDAY=1
        slug: monthly

build:
  prefect.deployments.steps.run_shell_script:
    id: stamp
    script: echo built

deployments:
  - name: first
    <<: *every
    entrypoint: flows/etl.ts:etl
    tags: [a, 1, "{{ prefect.variables.team }}", "{{ missing }}"]
    version: "1.0-{{ stamp.stdout }}"
    description: "Of {{ stamp.stdout }}"
    parameters: { day: "{{ ctx.day }}", note: "{{ prefect.variables.nothing }}" }
    concurrency_limit: { limit: 2, collision_strategy: CANCEL_NEW, grace_period_seconds: 90 }
    work_pool:
      <<: *pool
      job_variables: { env: { BUILT: "{{ stamp.stdout }}", TOKEN: "{{ prefect.blocks.secret.token }}" } }
    pull:
      - prefect.deployments.steps.set_working_directory: { directory: /srv }
      - prefect.deployments.steps.run_shell_script: { script: "echo {{ stamp.stdout }} {{ later.x }} {{ $HERE }}" }
    triggers:
      - expect: [rows.ready]
        match: { prefect.resource.id: rows }
        enabled: "{{ prefect.variables.on }}"
        parameters: { day: "{{ event.payload.day }}" }
  - name: second
    entrypoint: flows/etl.ts:load_all
    build: null
    pull: []
    paused: true
    concurrency_limit: 4
    enforce_parameter_schema: false
    colour: red
    work_pool: { name: here }
  - entrypoint: flows/etl.ts:etl
`;

let cli: CliServer;
const write = (name: string, text: string): void => {
  const path = join(cli.dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
const env = { QUEUE: "urgent", PATH: "/usr/bin:/bin" };
const get = (name: string): Promise<Deployment> => {
  const [flow_name = "", deployment_name = ""] = name.split("/");
  return createClient({ url: cli.server.url }).deployments.getByName({ flow_name, deployment_name });
};

beforeAll(async () => {
  cli = await startCliServer();
  write("flows/etl.ts", flows);
  write("flows/etl.py", pythonFlows);
  write("prefect.yaml", yaml);
  await cli.say("work-pool create here --type process");
  await cli.say("variable set team sales");
  await cli.say("variable set on false");
  const client = createClient({ url: cli.server.url });
  const type = await client.blockTypes.create({ body: { name: "Secret", slug: "secret" } });
  const schema = await client.blockSchemas.create({ body: { block_type_id: type.id, fields: { properties: { value: {} } } } });
  await client.blockDocuments.create({
    body: { name: "token", block_type_id: type.id, block_schema_id: schema.id, data: { value: "hush" } },
  });
});
afterAll(() => cli.stop());

describe("deploy --all", () => {
  test("stores everything of the file that has a name, and says what is odd", async () => {
    const { code, stdout, stderr } = await cli.run("deploy --all", { env });
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(stdout).toContain("Running the build step run_shell_script\nbuilt\n");
    expect(stdout).toMatch(/Deployed etl\/first \(\S{36}\)\./);
    expect(stdout).toContain("Start a worker: millrace worker start --pool here\n");
    expect(stdout).toContain("millrace deployment run etl/first\n");
    expect(stderr).toContain("prefect.yaml, line 52: deployments[1].colour means nothing here and is ignored.");
    expect(stderr).toContain("Nothing is known for {{ missing }}; it is left out.");
    expect(stderr).toContain("A deployment of flows/etl.ts:etl has no name and is left out.");
  });

  test("templates, steps, limits, schedules and the pool are as written", async () => {
    const first = await get("etl/first");
    expect(first).toMatchObject({
      version: "1.0-built",
      description: "Of built",
      tags: ["a", "1", "sales"],
      paused: false,
      parameters: { day: "{{ ctx.day }}", note: "" },
      entrypoint: "flows/etl.ts:etl",
      path: null,
      work_pool_name: "here",
      work_queue_name: "urgent",
      job_variables: { env: { BUILT: "built", TOKEN: "hush" } },
      enforce_parameter_schema: true,
      concurrency_options: { collision_strategy: "CANCEL_NEW", grace_period_seconds: 90 },
      global_concurrency_limit: { limit: 2 },
      parameter_openapi_schema: { properties: { day: { position: 0 }, size: { default: 10 } }, required: ["day"] },
      pull_steps: [
        { "prefect.deployments.steps.set_working_directory": { directory: "/srv" } },
        { "prefect.deployments.steps.run_shell_script": { script: "echo built {{ later.x }} {{ $HERE }}" } },
      ],
    });
    const schedules = new Map(first.schedules.map((each) => [each.slug, each]));
    expect(schedules.get("weekdays")).toMatchObject({
      active: false,
      parameters: { size: 3 },
      schedule: { cron: "0 6 * * 1-5", timezone: "Europe/Berlin" },
    });
    expect(schedules.get("often")).toMatchObject({ active: true, schedule: { interval: 5400, anchor_date: "2035-05-17T12:30:00Z" } });
    expect(schedules.get("monthly")).toMatchObject({ active: true, schedule: { timezone: "UTC" } });
    expect(await get("load/second")).toMatchObject({
      paused: true,
      pull_steps: [],
      global_concurrency_limit: { limit: 4 },
      enforce_parameter_schema: false,
      schedules: [],
    });
  });

  test("triggers become automations of the deployment, replaced when it is deployed again", async () => {
    const client = createClient({ url: cli.server.url });
    const { id } = await get("etl/first");
    const automations = () => client.automations.listRelated({ resource_id: `prefect.deployment.${id}` });
    const expected = {
      name: "first__automation_1",
      enabled: false,
      trigger: { type: "event", posture: "Reactive", expect: ["rows.ready"], match: { "prefect.resource.id": "rows" } },
      actions: [{ type: "run-deployment", deployment_id: id, parameters: { day: "{{ event.payload.day }}" } }],
    };
    expect(await automations()).toMatchObject([expected]);
    await cli.say("deploy -n first", { env });
    expect(await automations()).toMatchObject([expected]);
  });
});

describe("options", () => {
  test("say in place of the file what one deployment is like", async () => {
    const trigger = JSON.stringify({ expect: ["x.y"], name: "mine" });
    const line = ["deploy", "-n", "etl/fir*", "--param", "size=4", "-jv", "working_dir=/w", "--tag", "b", "-v", "9", "-d", "D"];
    await cli.say([...line, "-q", "slow", "-cl", "1", "--collision-strategy", "enqueue", "--trigger", trigger], { env });
    expect(await get("etl/first")).toMatchObject({
      parameters: { day: "{{ ctx.day }}", size: 4 },
      job_variables: { env: { BUILT: "built" }, working_dir: "/w" },
      tags: ["b"],
      version: "9",
      description: "D",
      work_queue_name: "slow",
      global_concurrency_limit: { limit: 1 },
      concurrency_options: { collision_strategy: "ENQUEUE" },
    });
  });

  test("make a deployment without any file, with a schedule of each kind", async () => {
    const line = ["deploy", "flows/etl.ts:etl", "-n", "bare", "-p", "here", "--prefect-file", "none.yaml"];
    expect(await cli.refuse(line)).toContain("There is no file none.yaml");
    write("none.yaml", "");
    const more = ["--cron", "0 1 * * *", "--interval", "60", "--rrule", '{"rrule":"FREQ=DAILY","timezone":"Asia/Tokyo"}'];
    const { code, stderr } = await cli.run([...line, ...more, "--anchor-date", "2035-01-01", "--no-enforce-parameter-schema"]);
    expect([code, stderr]).toEqual([0, ""]);
    const bare = await get("etl/bare");
    expect(bare).toMatchObject({
      version: "3",
      description: "Moves rows.",
      enforce_parameter_schema: false,
      pull_steps: [{ "prefect.deployments.steps.set_working_directory": { directory: cli.dir } }],
    });
    expect(bare.schedules.map(({ schedule }) => schedule)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ cron: "0 1 * * *" }),
        expect.objectContaining({ interval: 60, anchor_date: "2035-01-01T00:00:00Z" }),
        expect.objectContaining({ timezone: "Asia/Tokyo" }),
      ]),
    );
    await cli.say(line);
    expect((await get("etl/bare")).schedules).toHaveLength(3);
  });

  test("the default pool stands in for one that is not named", async () => {
    const pool = { PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME: "here" };
    await cli.say(["deploy", "flows/etl.ts:load_all", "-n", "pooled", "--prefect-file", "none.yaml"], { env: pool });
    expect(await get("load/pooled")).toMatchObject({ work_pool_name: "here" });
  });

  test("Python flows are deployed without Python too, which is said", async () => {
    for (const [name, flow] of [
      ["etl", "py etl"],
      ["load_all", "load-all"],
    ]) {
      const line = ["deploy", `flows/etl.py:${name}`, "-n", "python", "-p", "here", "--prefect-file", "none.yaml"];
      const { code, stderr } = await cli.run(line, { env: { PATH: "" } });
      expect([code, stderr]).toEqual([0, expect.stringContaining("There is no Python with Prefect here")]);
      expect(await get(`${flow}/python`)).toMatchObject({
        entrypoint: `flows/etl.py:${name}`,
        parameter_openapi_schema: { properties: {} },
      });
    }
  });
});

const startFreshServer = async () => {
  const server = await startTestServer();
  return { url: server.url, ask: server.ask, [Symbol.asyncDispose]: () => server.stop() };
};

describe("on a terminal", () => {
  test("what is lacking is asked for, and kept in the file if wanted", async () => {
    write("asked.yaml", "# Ours.\nname: project\ndeployments:\n  - name: null\n    tags: []\n    entrypoint: null\n");
    const stdin = ["flows/etl.ts:etl", "", "0 4 * * *", "here", "y", ""].join("\n");
    const said = await cli.say("deploy --prefect-file asked.yaml", { columns: 120, stdin });
    expect(said).toMatch(/^ {2}\d {2}flows\/etl\.ts:etl$/m);
    expect(said).toContain("Which work pool should carry out its runs?");
    expect(await get("etl/default")).toMatchObject({ work_pool_name: "here", schedules: [{ schedule: { cron: "0 4 * * *" } }] });
    const kept = readFileSync(join(cli.dir, "asked.yaml"), "utf8");
    expect(kept).toMatch(/^# Ours\.\nname: project\n/);
    const saved = { entrypoint: "flows/etl.ts:etl", name: "default", work_pool: { name: "here" }, schedules: [{ cron: "0 4 * * *" }] };
    expect(parse(kept)).toEqual({ name: "project", deployments: [saved] });
  });

  test("a first pool is made, and a first file", async () => {
    await using fresh = await startFreshServer();
    const dir = mkdtempSync(join(cli.dir, "empty-"));
    const stdin = [`${cli.dir}/flows/etl.ts:etl`, "", "", "mine", "1", "y", ""].join("\n");
    const said = await cli.say("deploy", { columns: 120, stdin, dir, env: { PREFECT_API_URL: fresh.url } });
    expect(said).toContain("There is no work pool yet. What should the first one be called? Empty for default");
    expect(said).toContain("Created work pool mine.");
    expect(await fresh.ask("GET", "/work_pools/mine")).toMatchObject({ type: "process" });
    expect(readFileSync(join(dir, "prefect.yaml"), "utf8")).toMatch(/^deployments:\n {2}- /);
  });

  test("one of several is chosen", async () => {
    const said = await cli.say("deploy", { columns: 120, stdin: "2\n", env });
    expect(said).toContain("Which deployment of the file?");
    expect(said).toContain("Deployed load/second");
  });
});

describe("what cannot be deployed is told", () => {
  test.each([
    ["deployments:\n  - name: 5\n", "x.yaml, line 2: deployments[0].name is 5; it takes a text; put it in quotes."],
    ["deployments:\n - name: x\n  bad: y\n", "x.yaml is not valid YAML: line 3, column"],
    [
      "deployments:\n  - name: x\n    work_pool:\n      job_variables: [1]\n",
      "x.yaml, line 4: deployments[0].work_pool.job_variables is [1]; it takes keys with values.",
    ],
    [
      "deployments:\n  - name: x\n    schedules:\n      - cron: '* * * * *'\n        interval: 5\n",
      "x.yaml, line 4: deployments[0].schedules[0] has to have exactly one of cron, interval and rrule.",
    ],
    [
      "deployments:\n  - name: x\n    schedules:\n      - corn: '* * * * *'\n",
      "x.yaml, line 4: deployments[0].schedules[0].corn is no key of a schedule",
    ],
    ["build:\n  - script\n", 'x.yaml, line 2: build[0] is "script"; it takes a step'],
    ["- a\n", "x.yaml does not hold keys with values"],
    ["deployments:\n  - name: x\n    entrypoint: flows/etl.ts:etl\n", "A deployment needs a work pool."],
    ["deployments:\n  - name: x\n    work_pool: { name: here }\n", "A deployment needs an entrypoint."],
    ["deployments:\n  - entrypoint: flows/etl.ts:etl\n    work_pool: { name: here }\n", "A deployment needs a name."],
    ["deployments:\n  - name: x\n    entrypoint: flows/etl.ts:etl\n    work_pool: { name: nope }\n", 'There is no work pool "nope"'],
    ["deployments:\n  - name: x\n    entrypoint: flows/etl.ts:nope\n    work_pool: { name: here }\n", 'flows/etl.ts has no flow "nope"'],
    ["deployments:\n  - name: x\n  - name: y\n", "The file has several deployments: x, y."],
    [
      "deployments:\n  - name: x\n    entrypoint: flows/etl.ts:etl\n    work_pool: { name: here }\n    build:\n      - prefect_docker.steps.fly: {}\n",
      'The deployment x has the build step "prefect_docker.steps.fly", which this engine does not run.',
    ],
    [
      "deployments:\n  - name: x\n    entrypoint: flows/etl.ts:etl\n    work_pool: { name: here, job_variables: { env: 5 } }\n",
      "The server refused the deployment etl/x: ",
    ],
  ])("%j", async (content, message) => {
    write("x.yaml", content);
    expect(await cli.refuse("deploy --prefect-file x.yaml", { env })).toContain(message);
  });

  test("in a file that is read whole, every mistake at once", async () => {
    write("x.yaml", "name: [1]\ndeployments:\n  - name: x\n    tags: 5\n    paused: maybe\n");
    const { code, stderr } = await cli.run("deploy --prefect-file x.yaml");
    expect([code, stderr]).toEqual([
      1,
      'x.yaml, line 1: name is [1]; it takes a text.\nx.yaml, line 4: deployments[0].tags is 5; it takes a list.\nx.yaml, line 5: deployments[0].paused is "maybe"; it takes true or false.\n',
    ]);
  });

  test.each([
    ["deploy --all -n first", "--all and --name exclude each other. Give one of them."],
    ["deploy -n first --param a=1 --params {}", "--param and --params exclude each other. Give one of them."],
    ["deploy -n first --job-variable bad", "--job-variable is bad; it takes key=value, or a JSON object."],
  ])("%s", async (line, message) => {
    expect(await cli.run(line, { env })).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  });
});
