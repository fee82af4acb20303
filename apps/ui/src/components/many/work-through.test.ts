import { expect, test } from "vitest";
import { listMatching, type ManyProgress, workThrough } from "./work-through.ts";

const work = (items: readonly number[], run: (item: number) => Promise<unknown>, controller = new AbortController()) => {
  const seen: ManyProgress[] = [];
  const signal = controller.signal;
  return { seen, end: workThrough({ items, nameOf: (item) => `thing-${item}`, run, onProgress: (now) => seen.push(now), signal }) };
};

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

test("each is worked on, and what fails is told with its name and its reason", async () => {
  const { end, seen } = work(upTo(10), async (item) => {
    if (item % 4 === 0) throw new Error("It is held.");
  });
  expect(await end).toMatchObject({ total: 10, done: 7 });
  expect(seen[0]).toEqual({ total: 10, done: 0, failures: [] });
  expect(seen.at(-1)?.failures.map(({ name }) => name)).toEqual(["thing-0", "thing-4", "thing-8"]);
  expect(seen.at(-1)?.failures[0]?.reason).toContain("It is held.");
});

test("nothing further begins once it was stopped", async () => {
  const controller = new AbortController();
  const { end } = work(
    upTo(100),
    async (item) => {
      if (item === 5) controller.abort();
    },
    controller,
  );
  expect((await end).done).toBeLessThan(12);
});

test("all pages are listed, and too many are refused", async () => {
  const rows =
    (count: number) =>
    async ({ limit, offset }: { limit: number; offset: number }) =>
      upTo(count).slice(offset, offset + limit);
  expect(await listMatching(rows(450))).toHaveLength(450);
  expect(await listMatching(rows(400))).toHaveLength(400);
  await expect(listMatching(rows(2001))).rejects.toThrow("More than 2,000 match.");
});
