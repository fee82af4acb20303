import { expect, test } from "vitest";
import { createDuring } from "./progress.ts";
import { createStyle } from "./style.ts";

/** An output, and a clock that ticks when the test says so. */
const terminal = (columns: number | undefined, env: Readonly<Record<string, string>> = {}) => {
  const written: string[] = [];
  const ticking = new Set<() => void>();
  const during = createDuring({
    stderr: { write: (text) => void written.push(text), columns },
    every: (_, call) => {
      ticking.add(call);
      return () => ticking.delete(call);
    },
    env,
    style: createStyle(false),
  });
  const tick = (times: number): void => {
    for (let time = 0; time < times; time += 1) for (const call of ticking) call();
  };
  return { during, written, tick };
};

test("a long work turns a wheel on the terminal, and leaves nothing behind", async () => {
  const { during, written, tick } = terminal(20);
  const { promise, resolve } = Promise.withResolvers<number>();
  const result = during("Reading a very long file name", promise);
  tick(5);
  expect(written).toEqual(["\r\u001B[K⠦ Reading a very lo", "\r\u001B[K⠇ Reading a very lo"]);
  resolve(7);
  expect(await result).toBe(7);
  tick(1);
  expect(written.slice(2)).toEqual(["\r\u001B[K"]);
});

test.each([
  ["a short work", 3, terminal(80)],
  ["a pipe", 9, terminal(undefined)],
  ["a dumb terminal", 9, terminal(80, { TERM: "dumb" })],
])("%s shows nothing", async (_, ticks, { during, written, tick }) => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const result = during("Reading", promise);
  tick(ticks);
  resolve(7);
  expect(await result).toBe(7);
  await expect(during("Reading", Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(written).toEqual([]);
});
