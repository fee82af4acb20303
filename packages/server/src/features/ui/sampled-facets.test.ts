import type { FlowRunFacets } from "@millrace/contract";
import { onEveryDatabase, seed, sizesFor } from "@millrace/testing";
import { expect } from "vitest";

const flowRuns = 6000;

onEveryDatabase("facets of more runs than are looked at", (it) => {
  it("count tags of the newest alone, and say since when", async ({ server }) => {
    const { db, clock } = server.ctx;
    await db.transact(async (tx) => {
      const run = (text: string) => tx.run({ sql: text, parameters: [] });
      await seed({ dialect: tx.dialect.name, run, now: clock.micros() }, sizesFor(flowRuns));
    });
    const { counted, since, states, flows, tags } = await server.ask<FlowRunFacets>("POST", "/ui/flow_runs/facets");
    expect(counted).toBe(await server.ask("POST", "/flow_runs/count"));
    expect(since).toMatch(/^\d{4}-/);
    expect([states.is_sampled, flows.is_sampled, tags.is_sampled]).toEqual([false, false, true]);
    const newest = { flow_runs: { start_time: { after_: since } } };
    const exact = await server.ask<FlowRunFacets>("POST", "/ui/flow_runs/facets", newest);
    expect(exact.tags.values).toEqual(tags.values);
    expect(exact).toMatchObject({ since: null, tags: { is_sampled: false } });
  });
});
