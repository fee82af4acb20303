import { describe, expect, test } from "vitest";
import { type Asked, cursorOf, eventFilter, labelOfEvent } from "./event-filter.ts";

const asked: Asked = { q: "", resources: [], events: [], since: "2026-01-01T00:00:00Z", until: undefined };

describe("a filter of events", () => {
  test("leaves out lines of logs, and has no end while the period goes on", () => {
    expect(eventFilter(asked)).toEqual({
      occurred: { since: "2026-01-01T00:00:00Z" },
      event: { exclude_name: ["prefect.log.write"] },
      order: "DESC",
    });
  });

  test("compares whole names exactly, and beginnings as such", () => {
    expect(eventFilter({ ...asked, events: ["prefect.log.write"] }).event).toEqual({ name: ["prefect.log.write"] });
    expect(eventFilter({ ...asked, events: ["prefect.flow-run.*", "shop.sold"] }).event).toEqual({
      prefix: ["prefect.flow-run.", "shop.sold"],
    });
  });

  test("finds a resource in any part it plays", () => {
    expect(eventFilter({ ...asked, resources: ["shop.1"] }).any_resource).toEqual({ id: ["shop.1"] });
    expect(eventFilter({ ...asked, resources: ["shop.*"] }).any_resource).toEqual({ id_prefix: ["shop."] });
  });

  test("searches for text as long as the server takes", () => {
    expect(eventFilter({ ...asked, q: ` ${"a".repeat(300)}` }).text).toEqual({ query: "a".repeat(200) });
  });
});

test("the cursor is part of the next page's address", () => {
  expect(cursorOf("http://host/api/events/filter/next?page-token=ab%2Bc")).toBe("ab+c");
  expect(cursorOf(null)).toBeUndefined();
});

test("names of events are said in words", () => {
  expect(labelOfEvent("prefect.flow-run.Completed")).toBe("Flow run completed");
  expect(labelOfEvent("shop.order_line.sold")).toBe("Shop order line sold");
});
