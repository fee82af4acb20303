import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { aFolder } from "../db/fixtures/temp-files.ts";
import { audit, emptyLedger } from "./fixtures/ledger.ts";
import { startClient } from "./fixtures/load.ts";
import { startProcess } from "./fixtures/server-process.ts";

const kills = 55;
const clients = 6;
/** Another one can be given, to look for a moment that this one misses. */
const seed = Number(process.env.MILLRACE_TEST_SEED ?? 1);

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
const randomFrom = (start: number): (() => number) => {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

test(`a server killed ${kills} times at random moments loses nothing it acknowledged and needs no repair (seed ${seed})`, {
  timeout: 180_000,
}, async () => {
  const file = join(aFolder(), "killed.db");
  const settings = { databaseUrl: `sqlite:///${file}` };
  const random = randomFrom(seed);
  const ledger = emptyLedger();
  for (let round = 0; round < kills; round++) {
    const server = startProcess(settings);
    // One in eight is killed while it starts: the first of them while it makes the tables.
    const early = round % 8 === 0;
    if (early) await pause(100 + 500 * random());
    else {
      const url = await server.ready;
      const running = Array.from({ length: clients }, (_, client) => startClient(url, `client-${client} ${round}`, ledger));
      // How long, not whether, is random: the kill is the event, and no assertion depends on the time.
      await pause(20 + 480 * random());
      await server.kill();
      await Promise.all(running.map(({ done }) => done));
    }
    await server.kill();
  }
  const last = startProcess(settings);
  await last.ready;
  const found = audit(file, ledger);
  await last.kill();

  expect(found).toEqual({ integrity: [{ integrity_check: "ok" }], foreignKeys: [], lost: [], torn: [] });
  expect(ledger.states.size).toBeGreaterThan(kills);
});
