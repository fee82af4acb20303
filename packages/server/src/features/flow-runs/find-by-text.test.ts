import type { Flow, FlowRun, SearchHit } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { sql } from "kysely";
import { expect } from "vitest";
import { runTexts } from "../../services/run-texts.ts";

interface Made {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly state?: object;
}

/** Runs of a flow of their own, by their names. */
const make = async (server: TestServer, runs: readonly Made[]): Promise<Map<string, FlowRun>> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
  const made = await Promise.all(runs.map((run) => server.ask<FlowRun>("POST", "/flow_runs/", { ...run, flow_id: flow.id })));
  return new Map(made.map((run) => [run.name, run]));
};

const takeIn = async ({ ctx }: TestServer): Promise<void> => {
  while ((await runTexts.runOnce(ctx)).more);
  expect(await ctx.read.dialect.runTexts.isBehind(ctx.read)).toBe(false);
};

/** The names of the runs that a filter finds, which a count has to agree with. */
const find = async (server: TestServer, flow_runs: object): Promise<string[]> => {
  const found = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", { flow_runs, sort: "NAME_ASC" });
  expect(await server.ask("POST", "/flow_runs/count", { flow_runs })).toBe(found.length);
  return found.map(({ name }) => name);
};

const like = (server: TestServer, like_: string) => find(server, { name: { like_ } });

onEveryDatabase("flow runs that are found by their names and tags", (it) => {
  it("are those that have them, before and after the index has heard of them", async ({ server }) => {
    const [nightly, quoted, long] = ["nightly", 'a"b, c\\d', `x${"🌀".repeat(300)}`];
    const longest = `begins-${"y".repeat(700)}-ends`;
    await make(server, [
      { name: "Load-Sales-2026", tags: [nightly, "eu"] },
      { name: "load-stock", tags: [nightly, "é"] },
      { name: "100%_done\\really", tags: [quoted] },
      { name: "überprüfung 日本語です", tags: ["a"] },
      { name: 'say "hi" (OR) NOT *', tags: [",", "Nightly"] },
      { name: "ab" },
      { name: long },
      { name: longest },
      { name: "it's \\ 'so' & | :*" },
    ]);
    const check = async (): Promise<void> => {
      expect(await like(server, "load-s")).toEqual(["Load-Sales-2026", "load-stock"]);
      expect(await like(server, "SALES")).toEqual(["Load-Sales-2026"]);
      expect(await like(server, "load%2026")).toEqual(["Load-Sales-2026"]);
      expect(await like(server, "s_les")).toEqual(["Load-Sales-2026"]);
      expect(await like(server, "prüfung 日本語")).toEqual(["überprüfung 日本語です"]);
      // SQLite knows no capital letters but those of English.
      const inCapitals = server.ctx.db.dialect.name === "sqlite" ? [] : ["überprüfung 日本語です"];
      expect(await like(server, "PRÜFUNG")).toEqual(inCapitals);
      expect(await like(server, 'say "hi" (OR) NOT *')).toHaveLength(1);
      expect(await like(server, "ab")).toEqual(["ab"]);
      expect(await like(server, long)).toEqual([long]);
      expect(await like(server, "Y-ENDS")).toEqual([longest]);
      expect(await like(server, "yyyyy")).toEqual([longest]);
      for (const part of ["IT'S ", "'so' ", "o' & | :*", "& |"]) expect(await like(server, part)).toEqual(["it's \\ 'so' & | :*"]);
      for (const part of ["x🌀", "🌀"]) expect(await like(server, part)).toEqual([long]);
      for (const part of ["q", "bé", "'t", "zzz"]) expect(await like(server, part)).toEqual([]);
      expect(await like(server, "nightly")).toEqual([]);
      expect(await like(server, "nowhere-to-be-found")).toEqual([]);
      expect(await find(server, { name: { like_: "load" }, tags: { all_: ["eu"] } })).toEqual(["Load-Sales-2026"]);
      expect(await find(server, { operator: "or_", name: { like_: "stock" }, tags: { all_: ["eu"] } })).toHaveLength(2);
      expect(await find(server, { tags: { any_: [nightly] } })).toEqual(["Load-Sales-2026", "load-stock"]);
      expect(await find(server, { tags: { all_: [nightly, "é"] } })).toEqual(["load-stock"]);
      expect(await find(server, { tags: { any_: [quoted, "a"] } })).toHaveLength(2);
      expect(await find(server, { tags: { operator: "or_", all_: ["eu", nightly], any_: [","] } })).toHaveLength(2);
      expect(await find(server, { tags: { all_: [","] } })).toHaveLength(1);
      expect(await find(server, { tags: { any_: ["night", "", '"', "b"] } })).toEqual([]);
      const hits = await server.ask<SearchHit[]>("POST", "/ui/search", { query: "%_DONE\\re" });
      expect(hits.map(({ name }) => name)).toEqual(["100%_done\\really"]);
    };
    await check();
    await takeIn(server);
    await check();
  });

  it("follow renames, other tags and deletions", async ({ server }) => {
    const runs = await make(server, [{ name: "first-of-all", tags: ["old"] }, { name: "second-of-all" }, { name: "third-of-all" }]);
    await takeIn(server);
    const path = (name: string) => `/flow_runs/${runs.get(name)?.id}`;
    const check = async (): Promise<void> => {
      expect(await like(server, "first")).toEqual([]);
      expect(await find(server, { tags: { all_: ["old"] } })).toEqual([]);
      expect(await find(server, { name: { like_: "renamed" }, tags: { any_: ["new"] } })).toEqual(["renamed-of-all"]);
      expect(await like(server, "of-all")).toEqual(["renamed-of-all", "third-of-all"]);
    };
    await server.ask("PATCH", path("first-of-all"), { name: "renamed-of-all", tags: ["new"] });
    await server.ask("DELETE", path("second-of-all"));
    await server.ask("POST", `${path("third-of-all")}/set_state`, { state: { type: "RUNNING" } });
    await check();
    await takeIn(server);
    await check();
  });

  it("are in the order of their start, also of one that has just begun", async ({ server }) => {
    const at = (scheduled_time: string) => ({ type: "SCHEDULED", state_details: { scheduled_time } });
    const runs = await make(server, [
      { name: "late-order", state: at("2027-01-01T00:00:00Z") },
      { name: "early-order", state: at("2020-01-01T00:00:00Z") },
      { name: "some-order", state: at("2021-01-01T00:00:00Z") },
    ]);
    const inOrder = async (sort: string, page: object = {}): Promise<string[]> => {
      const found = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", { flow_runs: { name: { like_: "-order" } }, sort, ...page });
      return found.map(({ name }) => name);
    };
    const newestFirst = async (): Promise<string[]> => {
      const found = await inOrder("START_TIME_DESC");
      expect(found).toEqual((await inOrder("START_TIME_ASC")).reverse());
      return found;
    };
    expect(await newestFirst()).toEqual(["late-order", "some-order", "early-order"]);
    await server.ask("POST", `/flow_runs/${runs.get("early-order")?.id}/set_state`, { state: { type: "RUNNING" }, force: true });
    expect(await newestFirst()).toEqual(["late-order", "early-order", "some-order"]);
    expect(await inOrder("START_TIME_DESC", { limit: 1, offset: 2 })).toEqual(["some-order"]);
  });

  it("by their tags are in the order of their start, whatever has become of them", async ({ server }) => {
    const at = (scheduled_time: string) => ({ type: "SCHEDULED", state_details: { scheduled_time } });
    const [eu, nightly, long] = [uniqueName("eu"), uniqueName("nightly"), "t".repeat(300)];
    const runs = await make(server, [
      { name: "late", tags: [eu, eu, long], state: at("2027-01-01T00:00:00Z") },
      { name: "early", tags: [eu, nightly], state: at("2020-01-01T00:00:00Z") },
      { name: "some", tags: [nightly, long], state: at("2021-01-01T00:00:00Z") },
      { name: "other", tags: [], state: at("2022-01-01T00:00:00Z") },
      { name: "gone", tags: [eu, nightly], state: at("2023-01-01T00:00:00Z") },
      { name: "timeless", tags: [eu], state: { type: "RUNNING" } },
    ]);
    const path = (name: string) => `/flow_runs/${runs.get(name)?.id}`;
    const list = async (flow_runs: object, others: object = {}): Promise<string[]> => {
      const ask = async (sort: string, slice: object = {}): Promise<string[]> => {
        const found = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", { flow_runs, sort, ...others, ...slice });
        return found.map(({ name }) => name);
      };
      const found = await ask("START_TIME_DESC");
      expect(await ask("START_TIME_ASC")).toEqual(found.toReversed());
      // The same runs as in an order that tags do not lead along.
      expect(new Set(await ask("NAME_ASC"))).toEqual(new Set(found));
      expect(await ask("START_TIME_DESC", { offset: 1, limit: 1 })).toEqual(found.slice(1, 2));
      return found;
    };
    const tagged = (all_: readonly string[]) => ({ tags: { all_ } });
    const year2020 = { start_time: { after_: "2020-01-01T00:00:00Z", before_: "2020-12-31T00:00:00Z" } };

    expect(await list(tagged([eu]))).toEqual(["late", "timeless", "gone", "early"]);
    expect(await list(tagged([nightly]))).toEqual(["gone", "some", "early"]);
    await server.ask("DELETE", path("gone"));
    expect(await list({ tags: { any_: [nightly, eu] } })).toEqual(["late", "timeless", "some", "early"]);
    expect(await list(tagged([eu, nightly]))).toEqual(["early"]);
    expect(await list(tagged([long]))).toEqual(["late", "some"]);
    expect(await list({ tags: { any_: [long, eu] } })).toEqual(["late", "timeless", "some", "early"]);
    expect(await list(tagged(["of-nobody"]))).toEqual([]);
    expect(await list({ tags: { any_: [] } })).toEqual([]);
    expect(await list({ tags: { any_: [eu], is_null_: true } })).toEqual([]);
    const ours = { flows: { id: { any_: [runs.get("late")?.flow_id] } } };
    expect(await list({ tags: { operator: "or_", any_: [eu], is_null_: true } }, ours)).toEqual(["late", "timeless", "other", "early"]);
    expect(await list({ ...tagged([eu]), ...year2020 })).toEqual(["early"]);
    expect(await list({ ...tagged([eu]), start_time: { is_null_: false } })).toEqual(["timeless"]);
    expect(await list({ ...tagged([eu]), state: { type: { any_: ["SCHEDULED"] } } })).toEqual(["late", "early"]);
    expect(await list({ ...tagged([eu]), name: { like_: "%e%" } })).toEqual(["late", "timeless", "early"]);
    expect(await list(tagged([nightly]), ours)).toEqual(["some", "early"]);

    await server.ask("POST", `${path("early")}/set_state`, { state: { type: "RUNNING" }, force: true });
    await server.ask("PATCH", path("other"), { tags: [eu] });
    await server.ask("PATCH", path("late"), { tags: [] });
    await server.ask("PATCH", path("some"), { tags: [nightly, eu] });
    expect(await list(tagged([eu]))).toEqual(["early", "timeless", "other", "some"]);
    expect(await list(tagged([long]))).toEqual([]);
    const { runTags } = server.ctx.read.dialect;
    const kept =
      runTags &&
      (await sql<{ tag: string }>`select tag from ${runTags} where tag in (${eu}, ${nightly}, ${long})`.execute(server.ctx.read)).rows;
    expect(kept?.map(({ tag }) => tag).sort()).toEqual(runTags && [eu, eu, eu, eu, nightly, nightly]);
  });
});
