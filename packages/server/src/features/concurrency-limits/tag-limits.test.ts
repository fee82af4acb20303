import { randomUUID } from "node:crypto";
import type { MinimalConcurrencyLimit, OrchestrationResult, TagConcurrencyLimit, TaskRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const limitTag = async (server: TestServer, concurrency_limit: number): Promise<string> => {
  const tag = uniqueName("tag");
  await server.ask("POST", "/concurrency_limits/", { tag, concurrency_limit });
  return tag;
};

const claim = (server: TestServer, names: readonly string[], task_run_id: string) =>
  server.call<MinimalConcurrencyLimit[]>("POST", "/concurrency_limits/increment", { names, task_run_id });

const holders = async (server: TestServer, tag: string): Promise<readonly string[]> =>
  (await server.ask<TagConcurrencyLimit>("GET", `/concurrency_limits/tag/${tag}`)).active_slots;

const taken = async (server: TestServer, tag: string): Promise<unknown> => {
  const { active_slots, limit } = await server.ask<Record<string, unknown>>("GET", `/v2/concurrency_limits/tag:${tag}`);
  return { active_slots, limit };
};

onEveryDatabase("limits on tags", (it) => {
  it("are limits of a name of their own, made and changed by one call", async ({ server }) => {
    const tag = uniqueName("tag");
    const made = await server.call<TagConcurrencyLimit>("POST", "/concurrency_limits/", { tag, concurrency_limit: 1 });
    expect(made).toMatchObject({ status: 201, body: { tag, concurrency_limit: 1, active_slots: [] } });
    const changed = await server.call<TagConcurrencyLimit>("POST", "/concurrency_limits/", { tag, concurrency_limit: 2 });
    expect(changed).toMatchObject({ status: 200, body: { id: made.body.id, concurrency_limit: 2 } });
    expect(await taken(server, tag)).toEqual({ active_slots: 0, limit: 2 });
    expect(await server.ask("GET", `/concurrency_limits/${made.body.id}`)).toEqual(changed.body);
    expect(await server.ask("POST", "/concurrency_limits/filter", {})).toContainEqual(changed.body);

    const other = await server.ask<{ id: string }>("POST", "/v2/concurrency_limits/", { name: uniqueName("plain"), limit: 1 });
    const missing = { status: 404, body: { detail: "Concurrency limit not found" } };
    expect(await server.call("GET", `/concurrency_limits/${other.id}`)).toMatchObject(missing);
    expect(await server.call("POST", "/concurrency_limits/", { tag, concurrency_limit: -1 })).toMatchObject({
      status: 422,
      body: { exception_detail: [{ loc: ["body", "concurrency_limit"] }] },
    });
    const loud = await server.ask<{ id: string }>("POST", "/v2/concurrency_limits/", { name: `TAG:${tag}`, limit: 1 });
    const listed = await server.ask<TagConcurrencyLimit[]>("POST", "/concurrency_limits/filter", {});
    expect(listed.map(({ id }) => id)).not.toContain(loud.id);
    expect(await server.call("DELETE", `/concurrency_limits/${made.body.id}`)).toMatchObject({ status: 200, body: null });
    expect(await server.call("DELETE", `/concurrency_limits/tag/${tag}`)).toMatchObject(missing);
    expect(await server.call("POST", `/concurrency_limits/tag/${tag}/reset`, {})).toMatchObject(missing);
  });

  it("are held by task runs, one as often as it asks", async ({ server }) => {
    const [tag, one, other] = [await limitTag(server, 2), randomUUID(), randomUUID()];
    expect((await claim(server, [tag, "unlimited"], one)).body).toMatchObject([{ name: tag, limit: 2 }]);
    await claim(server, [tag], one);
    expect(await holders(server, tag)).toEqual([one, one]);
    const refused = await claim(server, [tag], other);
    expect(refused).toMatchObject({ status: 423, body: { detail: `Concurrency limit for the ${tag} tag has been reached` } });
    expect(refused.headers.get("retry-after")).toBe("10.0");

    const back = await server.ask("POST", "/concurrency_limits/decrement", { names: [tag], task_run_id: one });
    expect(back).toMatchObject([{ name: `tag:${tag}` }]);
    expect(await holders(server, tag)).toEqual([]);
    expect(await taken(server, tag)).toEqual({ active_slots: 0, limit: 2 });
  });

  it("of 0 refuse at once, as waiting would never end", async ({ server }) => {
    const tag = await limitTag(server, 0);
    const refused = await claim(server, [tag], randomUUID());
    const detail = `The concurrency limit on tag "${tag}" is 0 and will deadlock if the task tries to run again.`;
    expect(refused).toMatchObject({ status: 423, body: { detail } });
    expect(refused.headers.get("retry-after")).toBeNull();
  });

  it("are reset to the holders a person names, and count as many", async ({ server }) => {
    const [tag, other, lost, kept] = [await limitTag(server, 1), await limitTag(server, 1), randomUUID(), randomUUID()];
    await claim(server, [tag, other], lost);
    await server.ask("POST", `/concurrency_limits/tag/${tag}/reset`, { slot_override: [kept, kept] });
    expect(await holders(server, tag)).toEqual([kept, kept]);
    expect(await taken(server, tag)).toEqual({ active_slots: 2, limit: 1 });
    // The lease was on both limits and ended as a whole.
    expect(await taken(server, other)).toEqual({ active_slots: 0, limit: 1 });
    await server.ask("POST", `/concurrency_limits/tag/${tag}/reset`, {});
    expect(await taken(server, tag)).toEqual({ active_slots: 0, limit: 1 });
  });

  it("hold back task runs that the server itself is asked to start, until one has ended or is gone", async ({ server }) => {
    const tag = await limitTag(server, 1);
    const aTaskRun = () =>
      server.ask<TaskRun>("POST", "/task_runs/", { task_key: "t", dynamic_key: randomUUID(), tags: [tag], state: null });
    const propose = (run: TaskRun, type: string) =>
      server.ask<OrchestrationResult>("POST", `/task_runs/${run.id}/set_state`, { state: { type } });
    const [one, other, third] = [await aTaskRun(), await aTaskRun(), await aTaskRun()];

    expect((await propose(one, "RUNNING")).status).toBe("ACCEPT");
    expect(await holders(server, tag)).toEqual([one.id]);
    const told = await propose(other, "RUNNING");
    expect(told).toMatchObject({ status: "WAIT", details: { reason: `Concurrency limit reached for tags: ${tag}` } });
    await propose(one, "COMPLETED");
    expect(await holders(server, tag)).toEqual([]);
    expect((await propose(other, "RUNNING")).status).toBe("ACCEPT");
    expect((await propose(third, "RUNNING")).status).toBe("WAIT");
    expect((await server.call("DELETE", `/task_runs/${other.id}`)).status).toBe(204);
    expect((await propose(third, "RUNNING")).status).toBe("ACCEPT");
    expect(await taken(server, tag)).toEqual({ active_slots: 1, limit: 1 });
  });
});
