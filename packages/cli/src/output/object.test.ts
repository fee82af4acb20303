import { expect, test } from "vitest";
import { listFields } from "./object.ts";

test("lists what has content, nested objects indented and lists as items", () => {
  const object = {
    name: "a",
    none: null,
    empty: "",
    tags: ["x", "y"],
    no_tags: [],
    paused: false,
    state: { type: "RUNNING", details: { nothing: null } },
    details: { nothing: null, deeper: {} },
    schedules: [
      { id: "1", schedule: { cron: "* * * * *", timezone: null } },
      { id: "2", active: true },
    ],
    message: "two\nlines",
  };
  expect(listFields(object)).toEqual([
    "name: a",
    "tags: x, y",
    "paused: false",
    "state:",
    "  type: RUNNING",
    "schedules:",
    "- id: 1",
    "  schedule:",
    "    cron: * * * * *",
    "- id: 2",
    "  active: true",
    "message: two lines",
  ]);
});
