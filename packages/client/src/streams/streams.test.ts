import type { EventInput } from "@millrace/contract";
import { expect, test } from "vitest";
import { createClient } from "../create-client.ts";
import { startScriptedServer } from "../fixtures/scripted-server.ts";

const anEvent = (id: string): EventInput => ({
  id,
  event: "e",
  occurred: "2026-01-01T00:00:00Z",
  resource: { "prefect.resource.id": "r" },
});
const idOf = (data: unknown): string => (JSON.parse(String(data)) as { readonly id: string }).id;

test("events arrive in order, one frame each, and flush waits for the server's word", async () => {
  await using server = await startScriptedServer();
  const got: string[] = [];
  server.onStream = (stream) => stream.on("message", (data) => got.push(idOf(data)));
  const client = createClient({ url: server.url });
  const ids = Array.from({ length: 1500 }, (_, index) => String(index));
  for (const id of ids) client.events.emit(anEvent(id));
  await client.events.flush();
  expect(got).toEqual(ids);
  await client.close();
});

test("events that a broken connection swallowed are sent again", async () => {
  await using server = await startScriptedServer();
  const got: string[] = [];
  let connections = 0;
  server.onStream = (stream) => {
    connections += 1;
    stream.on("message", (data) => {
      got.push(idOf(data));
      if (connections === 1) stream.terminate();
    });
  };
  const client = createClient({ url: server.url });
  client.events.emit(anEvent("1"));
  client.events.emit(anEvent("2"));
  await client.events.flush();
  expect([connections, got.slice(-2)]).toEqual([2, ["1", "2"]]);
  await client.close();
});

test("where streams do not open, events go by request, and a bad one is lost alone", async () => {
  await using server = await startScriptedServer();
  server.onStream = (stream) => stream.close(1008, "no");
  const arrived: string[] = [];
  server.otherwise = ({ body }) => {
    const events = body as readonly EventInput[];
    if (events.some(({ id }) => id === "bad")) return { status: 422, body: { detail: "no" } };
    arrived.push(...events.map(({ id }) => id));
    return { status: 204 };
  };
  const lost: number[] = [];
  const client = createClient({ url: server.url, onEventsLost: (count) => lost.push(count) });
  for (const id of ["1", "bad", "2"]) client.events.emit(anEvent(id));
  await expect(client.events.flush()).rejects.toMatchObject({ kind: "invalid" });
  expect([arrived, lost]).toEqual([["1", "2"], [1]]);
  await client.events.flush();
  await client.close();
});

test("a subscription outlives a restart of the server and gives each event once", async () => {
  await using server = await startScriptedServer();
  let connections = 0;
  server.onStream = (stream, path) => {
    expect(path).toBe("/api/events/out");
    const ids =
      [
        ["1", "2"],
        ["2", "3"],
      ][connections++] ?? [];
    stream.on("message", () => {
      for (const id of ids) stream.send(JSON.stringify({ type: "event", event: anEvent(id) }));
      if (connections === 1) stream.close(1012);
    });
  };
  const ids: string[] = [];
  const stop = new AbortController();
  for await (const { id } of createClient({ url: server.url }).events.subscribe({}, { signal: stop.signal })) {
    ids.push(id);
    if (id === "3") stop.abort();
  }
  expect(ids).toEqual(["1", "2", "3"]);
});

test("a filter the server refuses ends the stream with its reason", async () => {
  await using server = await startScriptedServer();
  server.onStream = (stream) => stream.on("message", () => stream.close(1002, "Invalid filter: no"));
  const stream = createClient({ url: server.url }).logs.stream({});
  await expect(stream.next()).rejects.toThrow("1002: Invalid filter: no");
});
