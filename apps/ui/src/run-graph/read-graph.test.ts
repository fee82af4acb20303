import { expect, test } from "vitest";
import { createLocalEngine } from "./engine.ts";
import { aGraph, at, epoch } from "./fixtures/graphs.ts";
import { createGraphReader } from "./read-graph.ts";

/** A reader, and a server whose answers are given one after the other. */
const aReader = (...answers: readonly ReturnType<typeof aGraph>[]) => {
  const read = createGraphReader(createLocalEngine(), () => epoch + 60_000);
  const asked: (string | undefined)[] = [];
  const ask = async (since?: string) => answers[asked.push(since) - 1] ?? aGraph([]);
  return { asked, read: () => read({ flowRunId: "run", ask }) };
};

test("asks for what has changed shortly before the last known end", async () => {
  const { asked, read } = aReader(
    aGraph([
      { id: "a", to: 20 },
      { id: "b", to: null, state: "RUNNING" },
    ]),
    aGraph([{ id: "b", to: 30 }]),
    aGraph([
      { id: "b", to: 30 },
      { id: "c", to: 31 },
    ]),
  );
  await read();
  expect((await read()).model.ids).toEqual(["a", "b"]);
  expect((await read()).model.ids).toEqual(["a", "b", "c"]);
  expect(asked).toEqual([undefined, at(15), at(25)]);
});

test("asks for all of it where changes leave doubts", async () => {
  const { asked, read } = aReader(aGraph([{ id: "a", to: null, state: "RUNNING" }]), aGraph([]), aGraph([{ id: "b", to: 8 }]));
  await read();
  expect((await read()).model.ids).toEqual(["b"]);
  expect(asked).toHaveLength(3);
});
