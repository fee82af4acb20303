import { expect, test } from "vitest";
import { catchUp } from "./catch-up.ts";
import { collectLines, printLines } from "./collect-lines.ts";
import { findLine } from "./find-line.ts";
import { aLine, aSource } from "./fixtures/lines.ts";
import { LogBook } from "./log-book.ts";
import type { LogSource } from "./log-source.ts";

const lines = (count: number) => Array.from({ length: count }, (_, index) => aLine(index));
const messages = (book: LogBook, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => book.lineAt(first + index)?.message);

/** Waits for what `need` has asked for. */
const settle = async (book: LogBook, act: () => void): Promise<void> => {
  const changed = new Promise<void>((resolve) => {
    const stop = book.subscribe(() => {
      stop();
      resolve();
    });
  });
  act();
  await changed;
};

const started = async (source: LogSource, fromEnd = false): Promise<LogBook> => {
  const book = new LogBook(source, {});
  await book.start({ fromEnd });
  return book;
};

test("a short log takes one request", async () => {
  const source = aSource(lines(3));
  const book = await started(source);
  expect(book.size).toBe(3);
  expect(messages(book, 0, 2)).toEqual(["line 0", "line 1", "line 2"]);
  book.need(0, 2);
  expect(source.asked).toEqual(["TIMESTAMP_ASC 0 200"]);
});

test.each([false, true])("of a long log only what is looked at is loaded, from the end: %s", async (fromEnd) => {
  const source = aSource(lines(10_000));
  const book = await started(source, fromEnd);
  expect(book.size).toBe(10_000);
  expect(book.lineAt(fromEnd ? 9_999 : 0)?.message).toBe(fromEnd ? "line 9999" : "line 0");
  expect(book.lineAt(5_000)).toBeUndefined();
  await settle(book, () => book.need(5_000, 5_030));
  expect(messages(book, 5_000, 5_002)).toEqual(["line 5000", "line 5001", "line 5002"]);
  expect(source.asked).toHaveLength(3);
  book.need(5_000, 5_030);
  expect(source.asked).toHaveLength(3);
});

test("lines that come are put where they belong, once each", async () => {
  const book = await started(aSource(lines(5)));
  book.add([aLine(7), aLine(6), aLine(2), aLine(7)]);
  expect(messages(book, 0, 6)).toEqual(["line 0", "line 1", "line 2", "line 3", "line 4", "line 6", "line 7"]);
});

test("lines that were written into the middle are seen when a page no longer fits", async () => {
  const source = aSource(lines(1_000).filter((_, index) => index !== 450));
  const book = await started(source, true);
  await settle(book, () => book.need(600, 700));
  source.lines.push(aLine(450));
  await settle(book, () => book.need(400, 400));
  await settle(book, () => book.need(600, 600));
  expect(book.size).toBe(1_000);
  expect(book.lineAt(450)?.message).toBe("line 450");
  expect(book.lineAt(600)?.message).toBe("line 600");
});

test("a line is found anywhere, also among many of the same moment", async () => {
  const same = aLine(3_000).timestamp;
  const source = aSource([
    ...lines(3_000),
    ...Array.from({ length: 500 }, (_, index) => aLine(3_000 + index, { timestamp: same })),
    ...lines(5_000).slice(3_500),
  ]);
  const book = await started(source);
  expect(await book.locate(aLine(1_234))).toBe(1_234);
  expect(await book.locate(aLine(3_100, { timestamp: same }))).toBe(3_100);
  expect(await book.locate(aLine(4_999))).toBe(4_999);
  expect(await book.locate({ id: "gone", timestamp: same })).toBeUndefined();
});

test("what was missed is asked for, a little before the last line on", async () => {
  const source = aSource(lines(10));
  const book = await started(source);
  source.lines.push(aLine(8.5), ...lines(600).slice(10));
  await catchUp(source, {}, book);
  expect(book.size).toBe(601);
  expect(book.lineAt(600)?.message).toBe("line 599");
});

test("a failure is kept until the next start, and nothing is asked meanwhile", async () => {
  const source = aSource(lines(1_000));
  const book = await started(source);
  const failing = { ...source };
  const broken = new LogBook({ ...failing, list: () => Promise.reject(new Error("away")) }, {});
  await broken.start({ fromEnd: false });
  expect(broken.error).toEqual(new Error("away"));
  expect(broken.size).toBeUndefined();
  expect(book.error).toBeUndefined();
});

test.each([
  { from: undefined, direction: "next", found: "line 0" },
  { from: aLine(5), direction: "next", found: "line 6" },
  { from: aLine(5), direction: "previous", found: "line 4" },
  { from: aLine(9), direction: "next", found: "line 0" },
  { from: aLine(0), direction: "previous", found: "line 9" },
] as const)("$direction of $from.message is $found", async ({ from, direction, found }) => {
  expect((await findLine(aSource(lines(10)), {}, { from, direction }))?.message).toBe(found);
});

test("all lines are collected though many share a moment and more come", async () => {
  const same = aLine(50).timestamp;
  const source = aSource([...lines(50), ...Array.from({ length: 700 }, (_, index) => aLine(50 + index, { timestamp: same })), aLine(800)]);
  const seen: number[] = [];
  const options = { most: 10_000, signal: new AbortController().signal, onProgress: (count: number) => void seen.push(count) };
  const all = await collectLines(source, {}, options);
  expect(all).toHaveLength(751);
  expect(new Set(all.map(({ id }) => id)).size).toBe(751);
  expect(all.at(-1)?.message).toBe("line 800");
  expect(seen.at(-1)).toBe(751);
  expect((await collectLines(source, {}, { ...options, most: 10 })).map(({ message }) => message)).toEqual(
    lines(10).map(({ message }) => message),
  );
});

test("printed lines are plain text", () => {
  expect(printLines([aLine(1, { message: "\u001b[31mred\u001b[0m", level: 40 })])).toBe(
    "2026-01-01T00:00:01.000Z | ERROR    | prefect.flow_runs - red\n",
  );
});
