import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
  writeFileSync(join(cli.dir, "one.yaml"), yaml);
});
afterAll(() => cli.stop());

const yaml = `
name: from-file
description: d
trigger:
  type: event
  posture: Reactive
  expect: [thing.done]
  threshold: 2
  within: 30
actions:
  - type: do-nothing
`;
const automation = (name: string, trigger: object = { posture: "Reactive", expect: ["z"] }) => ({
  name,
  trigger: { type: "event", ...trigger },
  actions: [{ type: "do-nothing" }],
});
const createOne = (name: string) => cli.say(["automation", "create", "--from-json", JSON.stringify(automation(name))]);
const inspect = async (name: string) => JSON.parse(await cli.say(`automation inspect ${name} -o json`)) as readonly { id: string }[];

test("create reads YAML; inspect prints what create takes again", async () => {
  expect(await cli.say("automation create --from-file one.yaml")).toMatch(/^Created automation from-file \(\S{36}\)\.\n$/);
  const [created] = await inspect("from-file");
  expect(created).toMatchObject({ name: "from-file", description: "d", enabled: true, trigger: { expect: ["thing.done"], threshold: 2 } });
  expect(parse(await cli.say("automation inspect from-file --yaml"))).toEqual([created]);
  expect(JSON.parse(await cli.say(`automation inspect --id ${created?.id} --json`))).toEqual(created);
  expect(await cli.say("automation inspect from-file")).toMatch(/^name: from-file$/m);
  expect(await cli.say("automation ls")).toMatch(/^from-file +\S{36} +yes +2 of thing\.done within 30 s +do nothing$/m);
});

test("of several, those that can be are created", async () => {
  const many = { automations: [automation("good"), { ...automation("bad"), trigger: { type: "nope" } }] };
  writeFileSync(join(cli.dir, "many.json"), JSON.stringify(many));
  const { code, stdout, stderr } = await cli.run("automation create -f many.json");
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^Created automation good /)]);
  expect(stderr).toMatch(/^1 of 2 automations were not created:\n {2}bad: body\.trigger/);
});

test.each([
  ["automation create", "Give either --from-file or --from-json."],
  ["automation create -f missing.yaml", "There is no file missing.yaml in "],
  ["automation create -f x.txt", "x.txt is of no known kind. Expected a file that ends in .yaml, .yml or .json."],
  ["automation create -j {bad", "--from-json is not valid JSON: "],
  ["automation create -j [5]", "--from-json holds something else than automations: 5"],
  ["automation inspect", "Name the automation, or give its --id, not both."],
  ["automation inspect nope", 'Automation "nope" was not found. List them with: millrace automation ls'],
  ["automation inspect nope -o xml", 'The output format "xml" does not exist. There are json and yaml.'],
  ["automation enable nope", 'Automation "nope" was not found.'],
  ["automation update -j {}", "Name the automation with --id."],
  ["automation delete --id 00000000-0000-4000-8000-000000000000", 'Automation "00000000-0000-4000-8000-000000000000" was not found.'],
])("%s is refused", async (line, says) => {
  expect(await cli.refuse(line)).toContain(says);
});

test("pause and resume, alone and all of a name", async () => {
  await createOne("paused");
  await cli.say("automation pause paused");
  await cli.say("automation disable paused");
  expect(await inspect("paused")).toMatchObject([{ enabled: false }]);
  await createOne("paused");
  expect(await cli.refuse("automation resume paused")).toBe("Nothing was changed.");
  await cli.say("automation enable paused", { stdin: "y\n" });
  expect(await inspect("paused")).toMatchObject([{ enabled: true }, { enabled: true }]);
});

test("update replaces, delete takes one or all", async () => {
  await createOne("before");
  const [{ id } = { id: "" }] = await inspect("before");
  expect(await cli.say(`automation update --id ${id} -f one.yaml`)).toBe(`Updated automation from-file (${id}).\n`);
  await createOne("twin");
  await createOne("twin");
  expect(await cli.refuse("automation delete twin")).toBe('There are several automations named "twin". Name one with --id.');
  expect(await cli.say(`automation delete --id ${id}`)).toBe(`Deleted automation from-file (${id}).\n`);
  expect(await cli.refuse("automation delete twin --all")).toContain("--all stands for every automation");
  expect(await cli.say("automation delete --all")).toMatch(/^Deleted \d automations\.\n$/);
  expect(await cli.say("automation ls")).toBe("No automations found.\n");
  expect(await cli.say("automation delete --all")).toBe("There are no automations.\n");
});
