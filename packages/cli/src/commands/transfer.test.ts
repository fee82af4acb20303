import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../fixtures/cli-server.ts";

let here: CliServer;
let there: CliServer;
beforeAll(async () => {
  here = await startCliServer();
  there = await startCliServer();
  for (const [name, { server }] of [["here", here] as const, ["there", there] as const]) {
    await here.say(`profile create ${name}`);
    await here.say(["--profile", name, "config", "set", `PREFECT_API_URL=${server.url}`]);
  }
});
afterAll(async () => {
  await here.stop();
  await there.stop();
});

const fill = async (): Promise<void> => {
  const { ask } = here.server;
  await ask("POST", "/block_types/install_system_block_types");
  const type = await ask<{ id: string }>("POST", "/block_types/", { name: "Mine", slug: "mine" });
  const fields = {
    title: "Mine",
    type: "object",
    properties: { key: { type: "string" } },
    secret_fields: ["key"],
    block_type_slug: "mine",
  };
  const schema = await ask<{ id: string }>("POST", "/block_schemas/", { fields, block_type_id: type.id });
  await ask("POST", "/block_documents/", { name: "one", data: { key: "pw" }, block_type_id: type.id, block_schema_id: schema.id });
  await here.say("variable set kept 5");
  await here.say("gcl create db --limit 3");
  await here.say("work-pool create pool --type process");
  await here.say("work-queue create fast --pool pool --priority 2");
  const flow = await ask<{ id: string }>("POST", "/flows/", { name: "hello" });
  const deployment = await ask<{ id: string }>("POST", "/deployments/", {
    name: "d",
    flow_id: flow.id,
    work_pool_name: "pool",
    work_queue_name: "fast",
    parameters: { n: 1 },
    schedules: [{ schedule: { cron: "0 3 * * *" }, active: true }],
    concurrency_limit: 2,
  });
  const automation = {
    name: "again",
    trigger: { type: "event", posture: "Reactive", expect: ["x"] },
    actions: [{ type: "run-deployment", source: "selected", deployment_id: deployment.id }],
  };
  await here.say(["automation", "create", "-j", JSON.stringify(automation)]);
};

test("transfer copies everything but runs, and passes over what is there", async () => {
  await fill();
  const first = await here.say("transfer --from here --to there");
  expect(first).toMatch(/^succeeded {2}deployment\/d$/m);
  expect(first).toMatch(/^Copied: \d+ succeeded, \d+ skipped, 0 failed\.$/m);

  expect(await there.say("variable get kept")).toBe("5\n");
  expect(await there.json("gcl inspect db")).toMatchObject({ limit: 3 });
  expect(await there.json("work-queue inspect fast -p pool")).toMatchObject({ priority: 2 });
  const deployment = (await there.json("deployment inspect hello/d")) as { id: string };
  expect(deployment).toMatchObject({
    work_pool_name: "pool",
    work_queue_name: "fast",
    parameters: { n: 1 },
    schedules: [{ schedule: { cron: "0 3 * * *" }, active: true }],
    global_concurrency_limit: { limit: 2 },
    automations: [{ name: "again", actions: [{ deployment_id: deployment.id }] }],
  });
  const block = await there.server.ask("GET", "/block_types/slug/mine/block_documents/name/one?include_secrets=true");
  expect(block).toMatchObject({ data: { key: "pw" } });

  expect(await here.say("transfer --from here --to there")).toMatch(/^Copied: 0 succeeded, \d+ skipped, 0 failed\.$/m);
});

test("what the other server refuses is told, and the rest is copied", async () => {
  await here.say("variable set refused 1");
  await here.say("gcl create also --limit 1");
  const url = `${there.server.url}/variables/`;
  const refusing: typeof fetch = (input, init) =>
    input === url ? Promise.resolve(Response.json({ detail: "no room" }, { status: 422 })) : fetch(input, init);
  const { code, stdout, stderr } = await here.run("transfer --from here --to there", { fetch: refusing });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^Not everything was copied: 1 succeeded, \d+ skipped, 1 failed\.\n$/)]);
  expect(stdout).toMatch(/^failed {5}variable\/refused {2}no room$/m);
  expect(stdout).toMatch(/^succeeded {2}global-concurrency-limit\/also$/m);
});

test("nothing is copied when the answer is no", async () => {
  await here.say("gcl create unwanted --limit 1");
  expect((await here.run("transfer --from here --to there", { columns: 80, stdin: "n\n" })).stderr).toContain("Nothing was changed.");
  expect(await there.refuse("gcl inspect unwanted")).toContain("was not found");
});

test.each([
  ["transfer --from here", "Name both profiles: millrace transfer --from PROFILE --to PROFILE"],
  ["transfer --from here --to here", "A profile cannot be copied to itself. Name two."],
  ["transfer --from here --to nope", "Profile 'nope' was not found."],
])("%s is refused", async (line, says) => {
  expect(await here.refuse(line)).toContain(says);
});
