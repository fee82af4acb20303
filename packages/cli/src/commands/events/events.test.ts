import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer({ now: true });
});
afterAll(() => cli.stop());

const find = async (name: string): Promise<readonly unknown[]> => {
  await cli.server.clock.advance("1s");
  const { events } = await cli.server.ask<{ events: readonly unknown[] }>("POST", "/events/filter", {
    filter: { event: { name: [name] } },
  });
  return events;
};

test.each([
  {
    given: ["--resource-id", "demo.1", "--payload", '{"a":1}'],
    event: { resource: { "prefect.resource.id": "demo.1" }, payload: { a: 1 } },
  },
  { given: ["-r", '{"prefect.resource.id":"demo.2","k":"v"}'], event: { resource: { "prefect.resource.id": "demo.2", k: "v" } } },
  { given: ["-r", "prefect.resource.id=demo.3"], event: { resource: { "prefect.resource.id": "demo.3" } } },
  {
    given: ["--resource-id", "demo.4", "--related", '{"prefect.resource.id":"r.1","prefect.resource.role":"flow"}'],
    event: { related: [{ "prefect.resource.id": "r.1", "prefect.resource.role": "flow" }] },
  },
])("events emit $given", async ({ given, event }) => {
  const name = `demo.${given.join("").length}`;
  expect(await cli.say(["events", "emit", name, ...given])).toMatch(new RegExp(`^Sent event ${name} \\(\\S{36}\\)\\.\\n$`));
  expect(await find(name)).toMatchObject([event]);
});

test.each([
  { given: [], says: "Say what it happened to with --resource-id" },
  { given: ["-r", "k=v"], says: "Say what it happened to with --resource-id" },
  { given: ["-r", "bad"], says: '--resource is "bad"; it takes a JSON object or key=value.' },
  { given: ["--resource-id", "a", "-p", "{bad"], says: "--payload is not valid JSON: " },
  { given: ["--resource-id", "a", "-p", "[1]"], says: "--payload is not a JSON object." },
  { given: ["--resource-id", "a", "--related", '{"prefect.resource.id":"r"}'], says: "Each of --related needs" },
])("events emit $given is refused", async ({ given, says }) => {
  expect(await cli.refuse(["events", "emit", "x", ...given])).toContain(says);
});

/** Streams until an event has come; one is sent as soon as the command listens. */
const streamOne = async (words: readonly string[]) => {
  const running = cli.run(["events", "stream", "--run-once", ...words], {
    onOutput: (text) => {
      if (text.includes("Waiting for events."))
        void cli.run("events emit streamed --resource-id demo.5").then(() => cli.server.clock.advance("1s"));
    },
  });
  return running;
};

test("events stream prints them as JSON or text, or appends them to a file", async () => {
  const json = await streamOne([]);
  expect(JSON.parse(json.stdout)).toMatchObject({ event: "streamed", resource: { "prefect.resource.id": "demo.5" } });
  expect((await streamOne(["--format", "text"])).stdout).toMatch(/^\S+ streamed demo\.5\n$/);
  expect((await streamOne(["--format", "text", "--output-file", "events.txt"])).stdout).toBe("");
  expect(readFileSync(join(cli.dir, "events.txt"), "utf8")).toMatch(/^\S+ streamed demo\.5\n$/);
  expect(await cli.refuse("events stream --format xml")).toBe('The format "xml" does not exist. There are json and text.');
});
