import { ClientError } from "@millrace/client/browser";
import { QueryClient } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import type { Api } from "../api/api.ts";
import type { BulkOrder } from "./bulk-order.ts";
import { type Job, jobKey, startLocalJob, stopLocalJob } from "./local-jobs.ts";

interface Sent {
  readonly body: { readonly flow_runs: { readonly id: { readonly any_: readonly string[] } } };
}

/** A server with so many runs. Those whose number ends in 7 refuse; the calls for ids from `broken` on fail. */
const aServer = (count: number, broken = Number.POSITIVE_INFINITY) => {
  const chunks: (readonly string[])[] = [];
  const list = async ({ body }: { readonly body: { readonly limit: number; readonly offset: number } }) =>
    Array.from({ length: Math.max(0, Math.min(body.limit, count - body.offset)) }, (_, index) => ({
      id: String(body.offset + index),
      name: `run-${body.offset + index}`,
    }));
  const bulkSetState = async ({ body: { flow_runs } }: Sent) => {
    const ids = flow_runs.id.any_;
    chunks.push(ids);
    if (Number(ids[0]) >= broken) throw new Error("The server is away.");
    const results = ids.map((flow_run_id) =>
      flow_run_id.endsWith("7")
        ? { flow_run_id, status: "ABORT", state: null, details: { reason: "It has ended." } }
        : { flow_run_id, status: "REJECT", state: { type: "CANCELLED", name: "Cancelled" }, details: {} },
    );
    return { results };
  };
  return { api: { flowRuns: { list, bulkSetState } } as unknown as Api, chunks };
};

const order = (at_most: number): BulkOrder => ({ subject: "flow_runs", action: "cancel", filters: {}, at_most, state: null, force: false });
const jobIn = (queries: QueryClient, { id }: Job) => queries.getQueryData<Job>(jobKey(id));
const untilEnd = (queries: QueryClient, job: Job) => vi.waitFor(() => expect(jobIn(queries, job)?.ended).toBeTypeOf("string"));

test("runs are worked through fifty at a time, and each outcome is kept", async () => {
  const { api, chunks } = aServer(220);
  const queries = new QueryClient();
  const job = await startLocalJob(api, queries, order(220));
  await untilEnd(queries, job);
  expect(chunks.map((ids) => ids.length)).toEqual([50, 50, 50, 50, 20]);
  const ended = jobIn(queries, job);
  expect(ended).toMatchObject({ state: "finished", total: 220, processed: 220, done: 198, refused: 22, failed: 0 });
  expect(ended?.outcomes?.[7]).toMatchObject({ id: "7", name: "run-7", outcome: "refused", reason: "It has ended." });
});

test("a call that fails is told of its runs alone, and the others are worked on", async () => {
  const { api } = aServer(60, 50);
  const queries = new QueryClient();
  const job = await startLocalJob(api, queries, order(60));
  await untilEnd(queries, job);
  expect(jobIn(queries, job)).toMatchObject({ state: "finished", done: 45, refused: 5, failed: 10 });
  expect(jobIn(queries, job)?.outcomes?.at(-1)?.reason).toBe("The server is away.");
});

test("nothing is done where more match than were looked at", async () => {
  const { api, chunks } = aServer(201);
  await expect(startLocalJob(api, new QueryClient(), order(200))).rejects.toThrow("More than 200 runs match now.");
  expect(chunks).toEqual([]);
});

test("a stopped job ends before its next chunk; what is done stays done", async () => {
  const { api, chunks } = aServer(500);
  const queries = new QueryClient();
  const job = await startLocalJob(api, queries, order(500));
  stopLocalJob(queries, job.id);
  await untilEnd(queries, job);
  expect(chunks).toHaveLength(1);
  expect(jobIn(queries, job)).toMatchObject({ state: "stopped", processed: 50 });
});

test("deployments are changed one by one, with what their schedules give, and one that is gone is told of", async () => {
  const sent: unknown[] = [];
  const schedule = { id: "s", active: true, parameters: { region: "eu" } };
  const deployments = {
    list: async ({ body: { offset } }: { readonly body: { readonly offset: number } }) =>
      offset > 0 ? [] : [1, 2].map((number) => ({ id: `d${number}`, name: `nightly-${number}`, schedules: [schedule] })),
    updateSchedule: async (call: { readonly id: string }) => {
      sent.push(call);
      if (call.id === "d2")
        throw new ClientError({ kind: "not-found", method: "PATCH", url: "/", status: 404, detail: "Deployment not found." });
    },
  };
  const queries = new QueryClient();
  const off = { subject: "deployments", action: "schedules_off", filters: {}, at_most: 2, state: null, force: false } as const;
  const job = await startLocalJob({ deployments } as unknown as Api, queries, off);
  await untilEnd(queries, job);
  expect(sent[0]).toEqual({ id: "d1", schedule_id: "s", body: { active: false, parameters: { region: "eu" } } });
  expect(jobIn(queries, job)).toMatchObject({ state: "finished", done: 1, refused: 1 });
  expect(jobIn(queries, job)?.outcomes?.[1]).toMatchObject({ name: "nightly-2", reason: "It was not there any more." });
});
