import type { ReceivedEvent, Variable } from "@millrace/contract";
import { onEveryDatabase, uniqueName } from "@millrace/testing";
import { describe, expect, test } from "vitest";
import { printedLength } from "./check-variable.ts";

onEveryDatabase("variables", (it) => {
  it("are kept with any JSON value, under one name each", async ({ server }) => {
    const name = uniqueName("any");
    const value = { list: [1, null, "t"], flag: true };
    const made = await server.call<Variable>("POST", "/variables/", { name, value, tags: ["a"] });

    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name, value, tags: ["a"] });
    expect(await server.ask("GET", `/variables/${made.body.id}`)).toEqual(made.body);
    expect(await server.ask("GET", `/variables/name/${name}`)).toEqual(made.body);
    expect(await server.call("POST", "/variables/", { name, value: 1 })).toMatchObject({
      status: 409,
      body: { detail: `A variable with the name '${name}' already exists.` },
    });
    const nothing = await server.ask<Variable>("POST", "/variables/", { name: uniqueName("null"), value: null });
    expect(await server.ask("GET", `/variables/${nothing.id}`)).toMatchObject({ value: null, tags: [] });
  });

  it("change by id and by name, and go away", async ({ server }) => {
    const name = uniqueName("old");
    const renamed = uniqueName("new");
    const { id } = await server.ask<Variable>("POST", "/variables/", { name, value: 1, tags: ["a"] });

    expect((await server.call("PATCH", `/variables/${id}`, { value: null })).status).toBe(204);
    expect(await server.ask("GET", `/variables/${id}`)).toMatchObject({ name, value: null, tags: ["a"] });
    expect((await server.call("PATCH", `/variables/name/${name}`, { name: renamed, tags: [] })).status).toBe(204);
    expect(await server.ask("GET", `/variables/${id}`)).toMatchObject({ name: renamed, tags: [] });
    const other = await server.ask<Variable>("POST", "/variables/", { name: uniqueName("other"), value: 1 });
    expect((await server.call("PATCH", `/variables/${other.id}`, { name: renamed })).status).toBe(409);

    expect((await server.call("DELETE", `/variables/name/${renamed}`)).status).toBe(204);
    for (const [method, path] of [
      ["DELETE", `/variables/name/${renamed}`],
      ["DELETE", `/variables/${id}`],
      ["GET", `/variables/${id}`],
      ["PATCH", `/variables/name/${name}`],
    ] as const) {
      const body = method === "PATCH" ? { value: 2 } : undefined;
      expect(await server.call(method, path, body)).toMatchObject({ status: 404, body: { detail: "Variable not found." } });
    }
  });

  it("are found by name and tag", async ({ server }) => {
    const mark = uniqueName("find");
    for (const letter of ["b", "a"])
      await server.ask("POST", "/variables/", { name: `${mark}-${letter}`, value: letter, tags: [mark, letter] });
    const variables = { tags: { all_: [mark] } };
    const names = async (body: object) => (await server.ask<Variable[]>("POST", "/variables/filter", body)).map(({ name }) => name);

    expect(await names({ variables })).toEqual([`${mark}-a`, `${mark}-b`]);
    expect(await names({ variables, sort: "NAME_DESC", limit: 1 })).toEqual([`${mark}-b`]);
    expect(await names({ variables: { name: { like_: `${mark}-A` } } })).toEqual([`${mark}-a`]);
    expect(await server.ask("POST", "/variables/count", { variables: { operator: "or_", ...variables, name: { any_: [] } } })).toBe(2);
  });

  it("refuse names and values that do not fit", async ({ server }) => {
    const refused = async (body: object) => {
      const answer = await server.call<{ exception_detail: { loc: string[]; msg: string }[] }>("POST", "/variables/", body);
      expect(answer.status).toBe(422);
      return answer.body.exception_detail.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`);
    };
    expect(await refused({ name: "Bad", value: 1 })).toEqual([
      "body.name: Value error, Variable name must only contain lowercase letters, numbers, and dashes or underscores.",
    ]);
    expect(await refused({ name: "long", value: "x".repeat(4999) })).toEqual([
      "body.value: Value error, Variable value must be less than 5000 characters",
    ]);
    expect(await refused({ name: "none" })).toEqual(["body.value: Field required"]);
    expect((await server.call("POST", "/variables/", { name: uniqueName("fits"), value: "x".repeat(4998) })).status).toBe(201);
  });

  it("tell of their changes", async ({ server }) => {
    const heard: ReceivedEvent[] = [];
    const stop = await server.ctx.tail.listen((events) => heard.push(...events));
    const { id, name } = await server.ask<Variable>("POST", "/variables/", { name: uniqueName("told"), value: 1 });
    await server.ask("PATCH", `/variables/${id}`, { value: 2 });
    await server.ask("DELETE", `/variables/${id}`);
    const own = () => heard.filter(({ resource }) => resource["prefect.resource.id"] === `prefect.variable.${id}`);
    await expect.poll(() => server.clock.advance("1s").then(() => own().length), { timeout: 15_000 }).toBe(3);
    stop();
    expect(own().map(({ event, payload }) => ({ event, payload }))).toEqual([
      { event: "prefect.variable.created", payload: { name, value: 1, tags: [] } },
      { event: "prefect.variable.updated", payload: { name, value: 2, tags: [] } },
      { event: "prefect.variable.deleted", payload: { name, value: 2, tags: [] } },
    ]);
  });

  it("stand in the parameters of a deployment's run", async ({ server }) => {
    const name = uniqueName("region");
    await server.ask("POST", "/variables/", { name, value: ["eu", 1] });
    const flow = await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("flow") });
    const deployment = await server.ask<{ id: string }>("POST", "/deployments/", { name: uniqueName("d"), flow_id: flow.id });
    const run = (variable: string) =>
      server.call<{ parameters: object }>("POST", `/deployments/${deployment.id}/create_flow_run`, {
        parameters: { where: { __prefect_kind: "workspace_variable", variable_name: variable } },
      });
    expect((await run(name)).body.parameters).toEqual({ where: ["eu", 1] });
    expect(await run("absent")).toMatchObject({
      status: 400,
      body: { detail: "Error hydrating flow run parameters: Variable 'absent' not found in workspace." },
    });
  });
});

describe("the printed length of a value", () => {
  test.each([
    ["text", 6],
    ["é😀", 20],
    [[1, 2.5, null], 14],
    [{ a: 1, b: [] }, 17],
    ["\n", 4],
    [{}, 2],
  ])("%j has %i characters", (value, length) => expect(printedLength(value)).toBe(length));
});
