import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorld } from "../../fixtures/world.ts";

let dir: string;
let engine: Server;
let address: string;
/** The answer to the first question how the container ends, which stays open. */
let waiting: PromiseWithResolvers<ServerResponse>;
let afterwards: { readonly status: number; readonly body: object };

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "millrace-engine-"));
  waiting = Promise.withResolvers();
  // Stands in for an engine, which cannot be ended in the middle of a test without ending that of the machine.
  engine = createServer(({ url = "" }, reply) => {
    const path = url.split("?")[0] ?? "";
    if (url.includes("condition=next-exit")) {
      reply.flushHeaders();
      waiting.resolve(reply);
    } else if (path.endsWith("/wait")) reply.writeHead(afterwards.status).end(JSON.stringify(afterwards.body));
    else if (path.endsWith("/logs")) reply.end();
    else reply.end(JSON.stringify(path.endsWith("/create") ? { Id: "c1" } : { State: { OOMKilled: false } }));
  }).listen(join(dir, "engine.sock"));
  await once(engine, "listening");
  address = `unix://${join(dir, "engine.sock")}`;
});
afterEach(() => {
  engine.closeAllConnections();
  engine.close();
  rmSync(dir, { recursive: true });
});

test.each([
  { how: "its exit code", status: 200, body: { StatusCode: 7 }, end: "The container of the run ended with exit code 7." },
  {
    how: "that the container is gone",
    status: 404,
    body: { message: "No such container" },
    end: "The container of the run ended with an exit code that nobody saw: it was removed while the engine was away.",
  },
])("an engine that starts again is asked again, and tells $how", { timeout: 30_000 }, async ({ status, body, end }) => {
  afterwards = { status, body };
  await using world = await openWorld();
  await world.work({ type: "docker", settings: { workerDockerHost: address } });
  const run = await world.run(await world.deploy("note", { image: "any:1", image_pull_policy: "Never" }));
  (await waiting.promise).destroy();
  expect((await world.ended(run)).state?.message).toBe(end);
  expect(world.printed).toContain(`The Docker engine at ${address} went away under run ${run.name}; asking it again.`);
});
