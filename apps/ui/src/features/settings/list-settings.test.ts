import { expect, test } from "vitest";
import { listSettings } from "./list-settings.ts";

test("every leaf of the tree is a setting under its full name, empty ones included", () => {
  const tree = { server: { api: { port: 4200, host: null }, cors: [] }, home: "~", extra: {} };
  expect(listSettings(tree)).toEqual([
    { name: "extra", value: {} },
    { name: "home", value: "~" },
    { name: "server.api.host", value: null },
    { name: "server.api.port", value: 4200 },
    { name: "server.cors", value: [] },
  ]);
});
