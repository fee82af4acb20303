import { Event } from "@millrace/contract";
import { startTestServer, type TestServer } from "@millrace/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "../../context.ts";
import { read } from "../../wire/read.ts";
import { anEvent } from "./fixtures/events.ts";
import { createIntake } from "./intake.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const event = (): Event => read(Event, anEvent(), "body");

const countStored = async (ids: readonly string[]): Promise<number> =>
  (
    await server.ctx.read
      .selectFrom("event")
      .select("id")
      .where("id", "in", [...ids])
      .execute()
  ).length;

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The server's context with transactions that wait until they are let through. */
const gated = (): { ctx: Context; open: () => void } => {
  const gate = Promise.withResolvers<void>();
  const transact: Context["transact"] = async (work) => {
    await gate.promise;
    return server.ctx.transact(work);
  };
  return { ctx: { ...server.ctx, transact }, open: gate.resolve };
};

test("an intake is full by number until half of it is written", async () => {
  const { ctx, open } = gated();
  const intake = createIntake(ctx);
  const events = Array.from({ length: 4000 }, event);
  for (const each of events.slice(1)) intake.add(each, 1000);
  expect(intake.isFull).toBe(false);
  intake.add(events[0] ?? event(), 1000);
  expect(intake.isFull).toBe(true);
  const room = intake.room();
  open();
  await room;
  expect(intake.isFull).toBe(false);
  await intake.settled();
  expect(await countStored(events.map(({ id }) => id))).toBe(4000);
});

test("an intake is full by size", async () => {
  const { ctx, open } = gated();
  const intake = createIntake(ctx);
  for (let count = 0; count < 7; count++) intake.add(event(), 1_200_000);
  expect(intake.isFull).toBe(true);
  open();
  await intake.settled();
  expect(intake.isFull).toBe(false);
});

test("what came before is settled, what comes later need not be", async () => {
  const { ctx, open } = gated();
  const intake = createIntake(ctx);
  await intake.settled();
  const first = event();
  intake.add(first, 100);
  const settled = intake.settled();
  intake.add(event(), 100);
  open();
  await settled;
  expect(await countStored([first.id])).toBe(1);
});

test("events wait for a database that is away, and lose nothing", async () => {
  let failures = 3;
  const transact: Context["transact"] = (work) => {
    if (failures-- > 0) return Promise.reject(Object.assign(new Error("disk full"), { errcode: 13 }));
    return server.ctx.transact(work);
  };
  const intake = createIntake({ ...server.ctx, log: quiet, transact });
  const events = [event(), event()];
  for (const each of events) intake.add(each, 100);
  const settled = intake.settled();
  await server.clock.advance("5s");
  await settled;
  expect(failures).toBe(-1);
  expect(await countStored(events.map(({ id }) => id))).toBe(2);
});

test("one event that cannot be stored is found among many and given up", async () => {
  const spoilt = event();
  const transact: Context["transact"] = (work) =>
    server.ctx.transact(async (tx) => {
      const result = await work(tx);
      const found = await tx.selectFrom("event").select("id").where("id", "=", spoilt.id).execute();
      if (found.length > 0) throw new RangeError("too deep");
      return result;
    });
  const intake = createIntake({ ...server.ctx, log: quiet, transact });
  const events = Array.from({ length: 9 }, event);
  for (const each of [...events.slice(0, 4), spoilt, ...events.slice(4)]) intake.add(each, 100);
  await intake.settled();
  expect(await countStored([...events.map(({ id }) => id), spoilt.id])).toBe(9);
  expect(await countStored([spoilt.id])).toBe(0);
});
