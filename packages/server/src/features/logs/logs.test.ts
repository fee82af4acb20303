import { randomUUID } from "node:crypto";
import type { CreateLogInput, Log } from "@millrace/contract";
import { onEveryDatabase } from "@millrace/testing";
import { expect } from "vitest";
import { printLogsAsCsv } from "./print-logs.ts";

const aLog = (fields: Partial<CreateLogInput>): CreateLogInput => ({
  name: "prefect.flow_runs",
  level: 20,
  message: "a line",
  timestamp: "2026-01-01T00:00:00Z",
  ...fields,
});

onEveryDatabase("logs", (it) => {
  it("are stored in bulk and listed by their time", async ({ server }) => {
    const flow_run_id = randomUUID();
    const times = [3, 1, 2].map((second) => `2026-01-01T00:00:0${second}.500000Z`);
    const batch = times.map((timestamp, index) => aLog({ flow_run_id, timestamp, message: `line ${index}` }));

    const answer = await server.call("POST", "/logs/", batch);

    expect(answer).toMatchObject({ status: 201, body: null });
    const found = await server.ask<Log[]>("POST", "/logs/filter", { logs: { flow_run_id: { any_: [flow_run_id] } } });
    expect(found.map((log) => log.message)).toEqual(["line 1", "line 2", "line 0"]);
    expect(found[0]).toEqual({
      ...batch[1],
      id: expect.any(String),
      created: expect.any(String),
      updated: found[0]?.created,
      task_run_id: null,
    });
    const newest = await server.ask<Log[]>("POST", "/logs/filter", {
      logs: { flow_run_id: { any_: [flow_run_id] } },
      sort: "TIMESTAMP_DESC",
      limit: 1,
      offset: 1,
    });
    expect(newest.map((log) => log.message)).toEqual(["line 2"]);
  });

  it("of one moment keep the order they came in, across several statements", async ({ server }) => {
    const flow_run_id = randomUUID();
    const batch = Array.from({ length: 57 }, (_, index) => aLog({ flow_run_id, message: String(index) }));
    await server.ask("POST", "/logs/", batch);
    const found = await server.ask<Log[]>("POST", "/logs/filter", { logs: { flow_run_id: { any_: [flow_run_id] } } });
    expect(found.map((log) => log.message)).toEqual(batch.map((log) => log.message));
  });

  it("lose NUL characters and nothing else", async ({ server }) => {
    const flow_run_id = randomUUID();
    await server.ask("POST", "/logs/", [aLog({ flow_run_id, name: "a\0b", message: "zero\0 one \ud83d\ude00 half \ud800" })]);
    expect(await server.ask("POST", "/logs/filter", { logs: { flow_run_id: { any_: [flow_run_id] } } })).toMatchObject([
      { name: "ab", message: "zero one \ud83d\ude00 half \ufffd" },
    ]);
  });

  it("are filtered by level, time, task run and text", async ({ server }) => {
    const flow_run_id = randomUUID();
    const task_run_id = randomUUID();
    await server.ask("POST", "/logs/", [
      aLog({ flow_run_id, level: 10, message: "Connecting to db_1", timestamp: "2026-01-01T00:00:01Z" }),
      aLog({ flow_run_id, level: 40, message: "connection REFUSED at 100%", timestamp: "2026-01-01T00:00:02Z", task_run_id }),
      aLog({ flow_run_id, level: 20, message: "db21 is back", name: "prefect.task_runs", timestamp: "2026-01-01T00:00:03Z", task_run_id }),
    ]);
    const levels = async (filter: object): Promise<number[]> =>
      (await server.ask<Log[]>("POST", "/logs/filter", { logs: { flow_run_id: { any_: [flow_run_id] }, ...filter } })).map(
        (log) => log.level,
      );

    expect(await levels({ level: { ge_: 20 } })).toEqual([40, 20]);
    expect(await levels({ level: { ge_: 20, le_: 20 } })).toEqual([20]);
    expect(await levels({ timestamp: { after_: "2026-01-01T00:00:02Z", before_: "2026-01-01T00:00:03Z" } })).toEqual([40, 20]);
    expect(await levels({ task_run_id: { is_null_: true } })).toEqual([10]);
    expect(await levels({ task_run_id: { any_: [task_run_id] } })).toEqual([40, 20]);
    expect(await levels({ task_run_id: { any_: [] } })).toEqual([]);
    expect(await levels({ text: { query: "refused back" } })).toEqual([40, 20]);
    expect(await levels({ text: { query: "connect -refused" } })).toEqual([10]);
    expect(await levels({ text: { query: "+connect +db" } })).toEqual([10]);
    expect(await levels({ text: { query: "db_1" } })).toEqual([10]);
    expect(await levels({ text: { query: "100%" } })).toEqual([40]);
    expect(await levels({ text: { query: '"is back"' } })).toEqual([20]);
    expect(await levels({ text: { query: "task_runs" } })).toEqual([20]);
    expect(await levels({ text: { query: "" } })).toEqual([10, 40, 20]);
  });

  it("refuse what does not fit and then store none of it", async ({ server }) => {
    const flow_run_id = randomUUID();
    const answer = await server.call("POST", "/logs/", [aLog({ flow_run_id }), { ...aLog({ flow_run_id }), worker_id: "w" }]);
    expect(answer).toMatchObject({ status: 422, body: { exception_detail: [{ type: "extra_forbidden", loc: ["body", 1, "worker_id"] }] } });
    expect(await server.ask("POST", "/logs/filter", { logs: { flow_run_id: { any_: [flow_run_id] } } })).toEqual([]);
    expect(await server.call("POST", "/logs/filter", { limit: 201 })).toMatchObject({ status: 422 });
  });

  it("are downloaded as CSV, page after page, quoted where needed", async ({ server }) => {
    const flow_run_id = randomUUID();
    const batch = Array.from({ length: 1001 }, (_, index) => aLog({ flow_run_id, message: `line ${index}` }));
    await server.ask("POST", "/logs/", [
      ...batch,
      aLog({ flow_run_id, message: 'say "a, b"\nend', timestamp: "2026-01-01T00:00:00.250000Z" }),
    ]);

    const pieces = await Array.fromAsync(printLogsAsCsv(server.ctx.read, flow_run_id));

    const lines = pieces.join("").split("\r\n");
    expect(lines).toHaveLength(1004);
    expect(lines[0]).toBe("timestamp,level,flow_run_id,task_run_id,message");
    expect(lines[1]).toBe(`2026-01-01 00:00:00+00:00,20,${flow_run_id},,line 0`);
    expect(lines[1001]).toBe(`2026-01-01 00:00:00+00:00,20,${flow_run_id},,line 1000`);
    expect(lines[1002]).toBe(`2026-01-01 00:00:00.250000+00:00,20,${flow_run_id},,"say ""a, b""\nend"`);
  });
});
