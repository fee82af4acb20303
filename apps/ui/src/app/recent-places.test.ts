import { beforeEach, expect, test } from "vitest";
import { listRecentPlaces, noteRecentPlace } from "./recent-places.ts";

beforeEach(() => sessionStorage.clear());

test("pages of things are kept, the last first and each once, and no others", () => {
  noteRecentPlace("/runs/flow-run/1", "quick-fox · Millrace");
  noteRecentPlace("/runs", "Runs · Millrace");
  noteRecentPlace("/deployments/deployment/2", "nightly · Millrace");
  noteRecentPlace("/deployments/deployment/2/edit", "Edit nightly · Millrace");
  noteRecentPlace("/runs/flow-run/1", "quick-fox renamed · Millrace");
  expect(listRecentPlaces()).toEqual([
    { path: "/runs/flow-run/1", label: "quick-fox renamed", kind: "Flow run" },
    { path: "/deployments/deployment/2", label: "nightly", kind: "Deployment" },
  ]);
});

test("a page left before it had a title is not kept", () => {
  noteRecentPlace("/flows/flow/1", "Millrace");
  noteRecentPlace("/flows/flow/2", "");
  expect(listRecentPlaces()).toEqual([]);
});

test("eight are enough, and what nobody can read is none", () => {
  for (let index = 0; index < 10; index += 1) noteRecentPlace(`/flows/flow/${index}`, `flow-${index} · Millrace`);
  expect(listRecentPlaces().map(({ label }) => label)).toEqual([9, 8, 7, 6, 5, 4, 3, 2].map((index) => `flow-${index}`));
  sessionStorage.setItem("millrace-recent", "{");
  expect(listRecentPlaces()).toEqual([]);
});
