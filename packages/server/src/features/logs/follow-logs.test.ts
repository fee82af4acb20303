import { randomUUID } from "node:crypto";
import type { Log } from "@millrace/contract";
import { createPostgresDatabase, startTestServer, type TestServer } from "@millrace/testing";
import { expect, test } from "vitest";
import { subscribe } from "../../http/fixtures/sockets.ts";

interface Frame {
  readonly type: "log";
  readonly log: Log;
}

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

const store = (server: TestServer, flow_run_id: string, ...messages: string[]): Promise<unknown> =>
  server.call(
    "POST",
    "/logs/",
    messages.map((message) => ({ name: "prefect", level: 20, message, timestamp: "2026-01-01T00:00:00Z", flow_run_id })),
  );

test.skipIf(postgres === undefined)("a reader hears once of each log that any process stores, and of nothing else", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const one = await startTestServer({ databaseUrl: database.url });
  const other = await startTestServer({ databaseUrl: database.url });
  const flow_run_id = randomUUID();
  await store(other, flow_run_id, "past");
  await Promise.all([one, other].map(({ clock }) => clock.advance("1m")));
  const socket = await subscribe(one, "/logs/out");
  socket.send({ type: "filter", filter: { flow_run_id: { any_: [flow_run_id] } } });
  await socket.ping();

  await store(one, flow_run_id, "here 1", "here 2");
  await store(other, flow_run_id, "there 1");
  await store(other, randomUUID(), "another run");
  const heard: string[] = [];
  const listen = async (count: number): Promise<string[]> => {
    while (heard.length < count) {
      if (socket.received.length === 0) await one.clock.advance("100ms");
      else heard.push((await socket.next<Frame>()).log.message);
    }
    return heard;
  };
  expect(await listen(3)).toEqual(["here 1", "here 2", "there 1"]);

  await other.clock.advance("5s");
  const many = Array.from({ length: 1500 }, (_, index) => `many ${index}`);
  await store(other, flow_run_id, ...many.slice(0, 800));
  await store(other, flow_run_id, ...many.slice(800), "last");
  expect(await listen(1504)).toEqual(["here 1", "here 2", "there 1", ...many, "last"]);

  for (const _ of many.slice(0, 5)) await one.clock.advance("1s");
  await socket.ping();
  expect(socket.received).toEqual([]);
  await one.stop();
  await other.stop();
  await database.drop();
});
