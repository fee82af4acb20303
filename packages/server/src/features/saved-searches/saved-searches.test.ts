import type { SavedSearch } from "@millrace/contract";
import { onEveryDatabase, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

onEveryDatabase("saved searches", (it) => {
  const filter = { object: "flow_run", property: "state", type: "state", operation: "any", value: ["Failed"] };

  it("are stored once per name, the last filters counting", async ({ server }) => {
    const name = uniqueName("search");
    const first = await server.call<SavedSearch>("PUT", "/saved_searches/", { name, filters: [{ ...filter, extra: 1 }] });
    const again = await server.call<SavedSearch>("PUT", "/saved_searches/", { name });

    expect(first.status).toBe(201);
    expect(first.body.filters).toEqual([filter]);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: first.body.id, created: first.body.created, filters: [] });
    expect(await server.ask("GET", `/saved_searches/${first.body.id}`)).toEqual(again.body);
    expect(await server.ask("POST", "/saved_searches/filter", {})).toContainEqual(again.body);
  });

  it("go away", async ({ server }) => {
    const { id } = await server.ask<SavedSearch>("PUT", "/saved_searches/", { name: uniqueName("gone") });
    expect((await server.call("DELETE", `/saved_searches/${id}`)).status).toBe(204);
    for (const method of ["GET", "DELETE"]) {
      expect(await server.call(method, `/saved_searches/${id}`)).toMatchObject({ status: 404, body: { detail: "Saved search not found" } });
    }
  });
});
