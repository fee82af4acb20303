import { expect, test } from "vitest";
import { toSavedSearch, viewsAmong } from "./saved-views-store.ts";

const stored = { id: "0198f0aa-0000-7000-8000-000000000000", created: "2026-11-22T00:00:00Z", updated: "2026-11-22T00:00:00Z" };

test("a shared view survives the server, beside searches of others", () => {
  const search = { ...stored, ...toSavedSearch("runs", { name: "Broken: prod", query: "state:failed tag:prod" }) };
  const foreign = {
    ...stored,
    name: "from elsewhere",
    filters: [{ object: "flow_run", property: "name", type: "string", operation: "equals", value: "x" }],
  };
  expect(viewsAmong("runs", [search, foreign])).toEqual([{ id: stored.id, name: "Broken: prod", query: "state:failed tag:prod" }]);
  expect(viewsAmong("flows", [search, foreign])).toEqual([]);
});
