import type { FlowRun, NextWake } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { WebSocket } from "ws";

const aFlow = async (server: TestServer): Promise<string> =>
  (await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("f") })).id;

const aRun = async (server: TestServer, state: object): Promise<FlowRun> =>
  server.ask<FlowRun>("POST", "/flow_runs/", { flow_id: await aFlow(server), state });

/** A run scheduled so many seconds from now. */
const runIn = (server: TestServer, seconds: number): Promise<FlowRun> =>
  aRun(server, { type: "SCHEDULED", state_details: { scheduled_time: addSeconds(server.clock.now(), seconds) } });

const nextWake = (server: TestServer): Promise<NextWake> => server.ask("GET", "/admin/next-wake");

/** What the server settles on when so much time goes by; undefined while it stays. */
const idleAfter = async (server: TestServer, time: string): Promise<NextWake | undefined> => {
  await server.clock.advance(time);
  const still = new Promise<undefined>((resolve) => setImmediate(() => setImmediate(resolve, undefined)));
  for (let look = 0; look < 20; look++) {
    const answer = await Promise.race([server.idle, nextWake(server).then(() => still)]);
    if (answer !== undefined) return answer;
  }
  return undefined;
};

onEveryDatabase(
  "a server that stops when idle",
  (it) => {
    it("tells what it must be woken for", async ({ server }) => {
      expect(await nextWake(server)).toMatchObject({ next_wake: null, reason: null, flow_run_id: null, is_busy: false });
      await runIn(server, 7200);
      const first = await runIn(server, 3600);
      const due = { next_wake: first.expected_start_time, reason: "scheduled-run", flow_run_id: first.id };
      expect(await nextWake(server)).toMatchObject({ ...due, is_busy: false });
      const running = await aRun(server, { type: "RUNNING" });
      expect(await nextWake(server)).toMatchObject({ ...due, is_busy: true });
      const pause = { type: "PAUSED", state_details: { pause_timeout: addSeconds(server.clock.now(), 60) } };
      await server.ask("POST", `/flow_runs/${running.id}/set_state`, { state: pause });
      expect(await nextWake(server)).toMatchObject({ reason: "pause-timeout", flow_run_id: running.id, is_busy: false });
    });

    it("stays while it is asked things, has a socket open, a run under way or one due before long", async ({ server }) => {
      const { results } = await server.ask<{ results: FlowRun[] }>("POST", "/flow_runs/paginate", {});
      for (const { id } of results) await server.ask("DELETE", `/flow_runs/${id}`);
      expect(await idleAfter(server, "200s")).toBeUndefined();
      await server.ask("POST", "/flows/filter", {});
      expect(await idleAfter(server, "200s")).toBeUndefined();

      const running = await aRun(server, { type: "RUNNING" });
      expect(await idleAfter(server, "301s")).toBeUndefined();
      await server.ask("POST", `/flow_runs/${running.id}/set_state`, { state: { type: "COMPLETED" } });

      const soon = await runIn(server, 500);
      expect(await idleAfter(server, "301s")).toBeUndefined();
      await server.ask("DELETE", `/flow_runs/${soon.id}`);

      const socket = new WebSocket(`${server.url.replace("http", "ws")}/events/out`, "prefect");
      await new Promise((resolve) => socket.once("open", resolve));
      expect(await nextWake(server)).toMatchObject({ idle_since: null });
      expect(await idleAfter(server, "601s")).toBeUndefined();
      socket.close();
      await expect.poll(async () => (await nextWake(server)).idle_since).not.toBeNull();

      expect(await idleAfter(server, "301s")).toMatchObject({ next_wake: null, is_busy: false });
    });
  },
  { stopWhenIdle: 300, servicesEnabled: false },
);
