import { randomUUID } from "node:crypto";
import type { EventInput, ReceivedEvent } from "@millrace/contract";
import { createPostgresDatabase, onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { expect, test } from "vitest";
import { subscribe, type TestSocket } from "../../http/fixtures/sockets.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { anEvent } from "./fixtures/events.ts";

interface Frame {
  readonly type: "event";
  readonly event: ReceivedEvent;
}

const post = (server: TestServer, ...events: EventInput[]): Promise<unknown> => server.call("POST", "/events", events);

/** Opens a stream of the events whose names begin with a mark. */
const stream = async (
  server: TestServer,
  prefix: string,
  more: { filter?: object; backfill?: boolean | null } = {},
): Promise<TestSocket> => {
  const socket = await subscribe(server, "/events/out");
  const { filter, ...rest } = more;
  socket.send({ type: "filter", filter: { event: { prefix: [prefix] }, ...filter }, ...rest });
  return socket;
};

/** The next frame of a stream. Time goes on meanwhile: another transaction of the database may hide new events for a moment. */
const next = async (server: TestServer, socket: TestSocket): Promise<Frame> => {
  let arrived = false;
  const frame = socket.next<Frame>().finally(() => {
    arrived = true;
  });
  while (!arrived) await server.clock.advance("5ms");
  return frame;
};

/** The names of the next events a stream sends. */
const take = async (server: TestServer, socket: TestSocket, count: number): Promise<string[]> => {
  const names: string[] = [];
  while (names.length < count) names.push((await next(server, socket)).event.event);
  return names;
};

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

onEveryDatabase("streams of events", (it) => {
  it("begin with the past in its order and go on with what is new", async ({ server }) => {
    const mark = uniqueName("s");
    const past = [2, 1, 3].map((second) => anEvent({ event: `${mark}.${second}`, occurred: at(second - 10) }));
    await post(server, ...past);
    const socket = await stream(server, mark);
    expect(await take(server, socket, 3)).toEqual([`${mark}.1`, `${mark}.2`, `${mark}.3`]);

    const event = anEvent({ event: `${mark}.4`, payload: { n: 1 }, follows: past[0]?.id ?? null });
    await post(server, event, anEvent({ event: `other.${mark}` }), event);
    expect(await next(server, socket)).toEqual({ type: "event", event: { ...event, received: expect.any(String) } });
    await post(server, anEvent({ event: `${mark}.5` }));
    expect(await take(server, socket, 1)).toEqual([`${mark}.5`]);
    expect(socket.received).toEqual([]);
  });

  it("leave out the past when asked to, and what lies further back than the server goes", async ({ server }) => {
    const mark = uniqueName("s");
    await post(server, anEvent({ event: `${mark}.old`, occurred: at(-901) }), anEvent({ event: `${mark}.past`, occurred: at(-1) }));
    const [all, fresh, alsoFresh] = await Promise.all([
      stream(server, mark, { filter: { occurred: { since: at(-86_400) } } }),
      stream(server, mark, { backfill: false }),
      stream(server, mark, { backfill: null }),
    ]);
    expect(await take(server, all, 1)).toEqual([`${mark}.past`]);
    await Promise.all([all.ping(), fresh.ping(), alsoFresh.ping()]);
    await post(server, anEvent({ event: `${mark}.new` }));
    expect(await take(server, all, 1)).toEqual([`${mark}.new`]);
    expect(await take(server, fresh, 1)).toEqual([`${mark}.new`]);
    expect(await take(server, alsoFresh, 1)).toEqual([`${mark}.new`]);
  });

  it("go on without an end to the period, and stop at one", async ({ server }) => {
    const mark = uniqueName("s");
    const socket = await stream(server, mark, { filter: { occurred: { since: at(-60), until: at(100) }, order: "DESC", id: { id: [] } } });
    await socket.ping();
    await post(server, anEvent({ event: `${mark}.after`, occurred: at(101) }), anEvent({ event: `${mark}.within`, occurred: at(100) }));
    expect(await take(server, socket, 1)).toEqual([`${mark}.within`]);
  });

  it("apply filters of related resources to new events too", async ({ server }) => {
    const mark = uniqueName("s");
    const socket = await stream(server, mark, { filter: { related: { role: ["flow"], labels: { team: "x*" } } } });
    await socket.ping();
    const related = (role: string, team: string) => [{ "prefect.resource.id": "r", "prefect.resource.role": role, team }];
    await post(
      server,
      anEvent({ event: `${mark}.none` }),
      anEvent({ event: `${mark}.role`, related: related("tag", "xy") }),
      anEvent({ event: `${mark}.split`, related: [...related("tag", "xy"), ...related("flow", "z")] }),
      anEvent({ event: `${mark}.both`, related: related("flow", "xy") }),
    );
    expect(await take(server, socket, 1)).toEqual([`${mark}.both`]);
  });

  it("tell each event once while the past is sent under load", async ({ server }) => {
    const mark = uniqueName("s");
    const batch = (round: number, count: number) =>
      Array.from({ length: count }, (_, index) => anEvent({ event: `${mark}.${round}.${index}`, occurred: at(round / 100 - 20) }));
    const sender = await subscribe(server, "/events/in");
    await post(server, ...batch(0, 900));
    const readers: TestSocket[] = [];
    for (let round = 1; round <= 12; round++) {
      for (const event of batch(round, 60)) sender.send(event);
      if (round % 4 === 0) readers.push(await stream(server, mark));
    }
    await sender.ping();
    for (const reader of readers) {
      const names = await take(server, reader, 900 + 12 * 60);
      expect(new Set(names).size).toBe(names.length);
    }
    await post(server, anEvent({ event: `${mark}.end` }));
    for (const reader of readers) expect(await take(server, reader, 1)).toEqual([`${mark}.end`]);
  });

  it("leave out a payload that would not fit in a reader's frame", async ({ server }) => {
    const mark = uniqueName("s");
    const socket = await stream(server, mark);
    await post(server, anEvent({ event: `${mark}.big`, payload: { text: "x".repeat(1_200_000) } }));
    expect(await next(server, socket)).toMatchObject({ event: { event: `${mark}.big`, payload: {} } });
  });

  it("send a reader away that takes nothing, and spare the others", async ({ server }) => {
    const mark = uniqueName("s");
    const [slow, quick] = await Promise.all([stream(server, mark), stream(server, mark)]);
    await Promise.all([slow.ping(), quick.ping()]);
    slow.pause();
    const payload = { text: "x".repeat(200_000) };
    let sent = 0;
    for (let round = 0; round < 25; round++) {
      const events = Array.from({ length: 8 }, () => anEvent({ event: `${mark}.${sent++}`, payload }));
      await post(server, ...events);
      const names = await take(server, quick, events.length);
      expect(names.sort()).toEqual(events.map(({ event }) => event).sort());
    }
    slow.resume();
    // The reason waits behind what the reader did not take: it arrives if the reader wakes up soon enough.
    const close = await slow.closed;
    expect([1013, 1006]).toContain(close.code);
    expect(["The reader is too slow; connect again.", ""]).toContain(close.reason);
  });
});

onEveryDatabase(
  "streams of events that are switched off",
  (it) => {
    it("still tell the past", async ({ server }) => {
      const mark = uniqueName("s");
      await post(server, anEvent({ event: `${mark}.past`, occurred: at(-1) }));
      const socket = await stream(server, mark);
      expect(await take(server, socket, 1)).toEqual([`${mark}.past`]);
      await post(server, anEvent({ event: `${mark}.new` }));
      await socket.ping();
      expect(socket.received).toEqual([]);
    });
  },
  { eventsStreamOut: false },
);

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

/** Writes to a database and goes on until it is told to end, with an event at its end. */
const startWriting = async (server: TestServer, event: string) => {
  const begun = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const now = server.clock.now();
  const ended = server.ctx.transact(async (tx) => {
    const row = { id: randomUUID(), created: now, updated: now, name: uniqueName("f"), tags: [], labels: {} };
    await tx.insertInto("flow").values(row).execute();
    begun.resolve();
    await told.promise;
    await appendEvents(server.ctx, tx, [{ ...anEvent({ event }), received: now } as ReceivedEvent]);
  });
  await begun.promise;
  return {
    async end() {
      told.resolve();
      await ended;
    },
  };
};

test.skipIf(postgres === undefined)("a long write to another database of the same PostgreSQL hides no event", async () => {
  const [own, other] = await Promise.all([createPostgresDatabase(postgres ?? ""), createPostgresDatabase(postgres ?? "")]);
  const [server, stranger] = await Promise.all([startTestServer({ databaseUrl: own.url }), startTestServer({ databaseUrl: other.url })]);
  const writing = await startWriting(stranger, "other");
  const mark = uniqueName("s");
  await post(server, anEvent({ event: `${mark}.1`, occurred: at(-20) }));
  const socket = await stream(server, mark);
  expect(await take(server, socket, 1)).toEqual([`${mark}.1`]);
  await post(server, anEvent({ event: `${mark}.2` }));
  expect(await take(server, socket, 1)).toEqual([`${mark}.2`]);
  const late = await stream(server, mark, { backfill: false });
  await late.ping();
  await post(server, anEvent({ event: `${mark}.3` }));
  expect(await take(server, socket, 1)).toEqual([`${mark}.3`]);
  expect(await take(server, late, 1)).toEqual([`${mark}.3`]);
  expect([...socket.received, ...late.received]).toEqual([]);
  await writing.end();
  await Promise.all([server.stop(), stranger.stop()]);
  await Promise.all([own.drop(), other.drop()]);
});

test.skipIf(postgres === undefined)(
  "an unfinished write to the database itself keeps back what came after it, and loses nothing",
  async () => {
    const own = await createPostgresDatabase(postgres ?? "");
    const [server, second] = await Promise.all([startTestServer({ databaseUrl: own.url }), startTestServer({ databaseUrl: own.url })]);
    const mark = uniqueName("s");
    const socket = await stream(server, mark);
    await post(server, anEvent({ event: `${mark}.1` }));
    expect(await take(server, socket, 1)).toEqual([`${mark}.1`]);
    const writing = await startWriting(second, `${mark}.2`);
    await post(server, anEvent({ event: `${mark}.3` }));
    for (let look = 0; look < 50; look++) await server.clock.advance("1s");
    expect(socket.received).toEqual([]);
    await writing.end();
    expect(await take(server, socket, 2)).toEqual([`${mark}.2`, `${mark}.3`]);
    await Promise.all([server.stop(), second.stop()]);
    await own.drop();
  },
);

onEveryDatabase("streams of logs", (it) => {
  it("send what matches as it is stored, and nothing of the past", async ({ server }) => {
    const flow_run_id = randomUUID();
    const log = { name: "prefect.flow_runs", level: 20, message: "hello world", timestamp: at(1), flow_run_id };
    await server.ask("POST", "/logs/", [log]);
    const socket = await subscribe(server, "/logs/out");
    socket.send({ type: "filter", filter: { level: { ge_: 20 }, flow_run_id: { any_: [flow_run_id] }, text: { query: "-secret" } } });
    await socket.ping();
    await server.ask("POST", "/logs/", [
      { ...log, level: 10 },
      { ...log, flow_run_id: randomUUID() },
      { ...log, message: "a Secret" },
      { ...log, level: 40 },
    ]);
    expect(await socket.next()).toEqual({
      type: "log",
      log: {
        ...log,
        level: 40,
        timestamp: "2026-01-01T00:00:01Z",
        id: expect.any(String),
        created: null,
        updated: null,
        task_run_id: null,
      },
    });
    await socket.ping();
    expect(socket.received).toEqual([]);
  });
});
