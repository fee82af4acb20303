import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
});
afterAll(() => cli.stop());

const get = (name: string) => cli.json(`work-pool inspect ${name}`);

describe("work-pool create", () => {
  test("gives the pool its type's template, and says how to start a worker", async () => {
    const said = await cli.say("work-pool create plain --type process");
    expect(said).toMatch(
      /^Created work pool plain\.\nStart a worker for it: millrace worker start --pool plain\nUUID: .*\nType: {9}process\n/,
    );
    expect(await get("plain")).toMatchObject({ name: "plain", type: "process", is_paused: false, concurrency_limit: null });
    expect(await get("plain")).toMatchObject({
      base_job_template: await cli.say("work-pool get-default-base-job-template -t process").then(JSON.parse),
    });
  });

  test("is refused when it exists, and with --overwrite keeps its type", async () => {
    await cli.say("work-pool create twice --type process");
    expect(await cli.refuse("work-pool create twice --type process")).toBe(
      'Work pool "twice" exists already. Use --overwrite to update it.',
    );
    expect(await cli.say("work-pool create twice --type docker --overwrite --paused")).toContain("Updated work pool twice.");
    expect(await get("twice")).toMatchObject({ type: "process", is_paused: true });
  });

  test("takes a template from a file and becomes the default of the profile", async () => {
    writeFileSync(
      join(cli.dir, "template.json"),
      '{"job_configuration": {"command": "{{ command }}"}, "variables": {"properties": {"command": {}}}}',
    );
    const said = await cli.say("work-pool create own --type process --base-job-template template.json --set-as-default");
    expect(said).toContain("It is the default work pool of profile 'ephemeral'.");
    expect(await get("own")).toMatchObject({ base_job_template: { job_configuration: { command: "{{ command }}" } } });
    expect(await cli.say("config view")).toContain("PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME='own' (from profile)");
  });

  test("says which worker of Python serves a kind that ours does not", async () => {
    const said = await cli.say("work-pool create cluster --type kubernetes");
    expect(said).toContain("pip install prefect prefect-kubernetes\n    python -m prefect worker start --pool cluster\n");
    expect(await get("cluster")).toMatchObject({ type: "kubernetes", base_job_template: { variables: { properties: { image: {} } } } });
    await cli.say("work-pool delete cluster --no-prompt");
  });

  test("asks for the type on a terminal", async () => {
    expect(await cli.say("work-pool create asked", { columns: 80, stdin: "1\n" })).toContain("Which infrastructure is it for?");
    expect(await get("asked")).toMatchObject({ type: "process" });
  });

  test.each([
    [
      "work-pool create x",
      "Name the type of work pool with --type. There are: process, docker, kubernetes, ecs, cloud-run, cloud-run-v2, vertex-ai, azure-container-instance.",
    ],
    [
      "work-pool create x --type nope",
      'There is no work pool type "nope". There are: process, docker, kubernetes, ecs, cloud-run, cloud-run-v2, vertex-ai, azure-container-instance.',
    ],
    ["work-pool create prefect-x --type process", 'Names of work pools that begin with "prefect" are reserved. Choose another.'],
    ["work-pool create x --type process --base-job-template missing.json", "There is no file missing.json in "],
    ["work-pool create a/b --type process", "The server refuses this: name: String should match"],
  ])("%s is refused", async (line, says) => {
    expect(await cli.refuse(line)).toContain(says);
  });
});

test("work-pool ls lists the newest first and marks what is paused", async () => {
  await cli.say("work-pool create older --type process");
  await cli.say("work-pool create newer --type docker --paused");
  const lines = (await cli.say("work-pool ls")).split("\n");
  expect(lines[0]).toMatch(/^Name +Type +ID +Limit$/);
  expect(lines[1]).toMatch(/^newer \(\*\*\) +docker +\S{36} +none$/);
  expect(lines[2]).toMatch(/^older +process/);
  expect(lines.at(-2)).toBe("(**) paused");
  expect(await cli.json("work-pools ls")).toMatchObject([{ name: "newer" }, { name: "older" }, {}, {}, {}, {}]);
  for (const line of (await cli.say("work-pool ls -v", { env: { COLUMNS: "80" } })).split("\n"))
    expect(line.length).toBeLessThanOrEqual(80);
});

test("work-pool update, pause, resume and limits change the pool", async () => {
  await cli.say("work-pool create changing --type process");
  await cli.say(["work-pool", "update", "changing", "--description", "for tests", "--concurrency-limit", "3"]);
  expect(await get("changing")).toMatchObject({ description: "for tests", concurrency_limit: 3 });
  expect(await cli.say("work-pool pause changing")).toBe("Paused work pool changing.\n");
  expect(await get("changing")).toMatchObject({ is_paused: true });
  await cli.say("work-pool resume changing");
  await cli.say("work-pool set-concurrency-limit changing 0");
  expect(await get("changing")).toMatchObject({ is_paused: false, concurrency_limit: 0 });
  await cli.say("work-pool clear-concurrency-limit changing");
  expect(await get("changing")).toMatchObject({ concurrency_limit: null });
  expect(await cli.refuse("work-pool set-concurrency-limit changing -1")).toContain("concurrency_limit");
});

test.each(["inspect", "pause", "resume", "delete", "slots", "preview", "clear-concurrency-limit", "update", "provision-infra"])(
  "work-pool %s of a missing pool is refused in a sentence",
  async (verb) => {
    expect(await cli.refuse(`work-pool ${verb} nope`)).toBe('Work pool "nope" was not found. List them with: millrace work-pool ls');
  },
);

test("work-pool delete asks on a terminal", async () => {
  await cli.say("work-pool create doomed --type process");
  expect((await cli.run("work-pool delete doomed", { columns: 80, stdin: "n\n" })).stderr).toBe("Nothing was changed.\n");
  expect(await cli.say("work-pool delete doomed")).toBe("Deleted work pool doomed.\n");
});

test("work-pool get-default-base-job-template writes a file", async () => {
  await cli.say("work-pool get-default-base-job-template --type docker --file out.json");
  expect(JSON.parse(readFileSync(join(cli.dir, "out.json"), "utf8"))).toHaveProperty("variables.properties.image");
});

test("work-pool preview and slots show what waits and what runs", async () => {
  await cli.say("work-pool create busy --type process");
  await cli.say("work-pool set-concurrency-limit busy 2");
  const { id: flow_id } = await cli.server.ask<{ id: string }>("POST", "/flows/", { name: "busy" });
  const deployment = await cli.server.ask<{ id: string }>("POST", "/deployments/", { name: "d", flow_id, work_pool_name: "busy" });
  const create = (name: string) =>
    cli.server.ask<{ id: string }>("POST", `/deployments/${deployment.id}/create_flow_run`, { name, state: { type: "SCHEDULED" } });
  const { id } = await create("runs");
  await create("waits");
  await cli.server.ask("POST", `/flow_runs/${id}/set_state`, { state: { type: "PENDING" } });
  await cli.server.ask("POST", `/flow_runs/${id}/set_state`, { state: { type: "RUNNING" } });
  expect(await cli.say("work-pool preview busy")).toMatch(/waits +\S{36}$/m);
  expect(await cli.json("work-pool preview busy -h 2")).toMatchObject([{ name: "waits", deployment_id: deployment.id }]);
  const slots = await cli.say("work-pool slots busy");
  expect(slots).toContain(" 1 / 2\n");
  expect(slots).toMatch(/^default +runs +Running +\d+s$/m);
  expect(await cli.json("work-pool slots busy")).toMatchObject({
    active_slots: 1,
    queues: [{ queue_name: "default", flow_runs: [{ id }] }],
  });
  expect(await cli.say("work-queue slots default --pool busy")).toMatch(/^Slots: 1 taken, no limit\nFlow Run +State +Duration\nruns /);
  expect(await cli.json("work-queue preview default -p busy")).toMatchObject([{ name: "waits" }]);
  expect(await cli.say("work-queue read-runs default -p busy")).toContain("Read 1 run of work queue default of work pool busy.\n");
});
