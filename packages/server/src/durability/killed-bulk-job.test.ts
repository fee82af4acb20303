import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BulkJob, Flow } from "@millrace/contract";
import { createTestClock, databaseKinds, startTestServer, type TestDatabase } from "@millrace/testing";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { startProcess } from "./fixtures/server-process.ts";

const count = 600;

const aFile = async (): Promise<TestDatabase> => {
  const folder = await mkdtemp(join(tmpdir(), "killed-"));
  return { url: `sqlite:///${folder}/data.db`, drop: () => rm(folder, { recursive: true }) };
};

describe.each(databaseKinds(process.env))("a server on $name that is killed while it works at a job on many runs", (kind) => {
  test("leaves it to the next one, and every run is moved once", { timeout: 60_000 }, async () => {
    const database = await (kind.name === "SQLite" ? aFile() : kind.create());
    const process = startProcess({ databaseUrl: database.url, registerBlocks: false });
    const url = await process.ready;
    const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return (await response.json()) as T;
    };
    const flow = await ask<Flow>("POST", "/flows/", { name: "many" });
    const create = () => ask("POST", "/flow_runs/", { flow_id: flow.id, state: { type: "RUNNING" } });
    for (let index = 0; index < count; index += 20) await Promise.all(Array.from({ length: 20 }, create));

    const { id } = await ask<BulkJob>("POST", "/ui/bulk/flow_runs", { action: "set_state", state: { type: "PAUSED" }, force: true });
    for (let job: BulkJob | undefined; (job?.processed ?? 0) === 0; ) job = await ask<BulkJob>("GET", `/ui/bulk/${id}`);
    await process.kill();

    const later = createTestClock(new Date(Date.now() + 3_600_000).toISOString());
    const next = await startTestServer({ databaseUrl: database.url, servicesEnabled: true }, later);
    const get = () => next.ask<BulkJob>("GET", `/ui/bulk/${id}`);
    await expect.poll(get, { timeout: 20_000 }).toMatchObject({ state: "finished", total: count, done: count });
    const moves = sql<{ times: number }>`select count(*) as times from flow_run_state where type = 'PAUSED' group by flow_run_id`;
    expect((await moves.execute(next.ctx.read)).rows).toEqual(Array.from({ length: count }, () => ({ times: 1 })));
    await next.stop();
    await database.drop();
  });
});
