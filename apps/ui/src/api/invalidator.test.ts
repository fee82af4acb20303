import type { ReceivedEvent } from "@millrace/contract";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { createInvalidator } from "./invalidator.ts";

const event = (name: string): ReceivedEvent => ({
  id: "0198f0aa-0000-7000-8000-000000000000",
  occurred: "2026-11-22T00:00:00Z",
  received: "2026-11-22T00:00:00Z",
  event: name,
  resource: { "prefect.resource.id": "prefect.flow-run.0198f0aa-0000-7000-8000-000000000001" },
  related: [],
  payload: {},
  follows: null,
});

/** A page that shows the count of flow runs, whose answers come when they are told to. */
const aPage = () => {
  const queries = new QueryClient();
  const answers: ((count: number) => void)[] = [];
  const ask = vi.fn(() => new Promise<number>((resolve) => answers.push(resolve)));
  const observer = new QueryObserver(queries, { queryKey: ["flowRuns", "count", {}], queryFn: ask });
  observer.subscribe(() => undefined);
  const timers: (() => void)[] = [];
  const invalidator = createInvalidator(queries, (_, callback) => {
    timers.push(callback);
    return () => undefined;
  });
  const answer = async (count: number): Promise<void> => {
    answers.at(-1)?.(count);
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe(count));
  };
  return {
    ask,
    answer,
    apply: (name: string) => invalidator.apply([event(name)]),
    pass: () => timers.pop()?.(),
    rest: () => timers.length === 0,
  };
};

test("a change is asked for at once, and those of the next moment together", async () => {
  const page = aPage();
  await page.answer(1);
  page.apply("prefect.flow-run.Running");
  expect(page.ask).toHaveBeenCalledTimes(2);
  await page.answer(2);
  page.apply("prefect.flow-run.Completed");
  page.apply("prefect.flow-run.Failed");
  expect(page.ask).toHaveBeenCalledTimes(2);
  page.pass();
  expect(page.ask).toHaveBeenCalledTimes(3);
});

test("a slow answer is waited for, and asked for once more when it has come", async () => {
  const page = aPage();
  page.apply("prefect.flow-run.Running");
  page.apply("prefect.flow-run.Completed");
  page.pass();
  page.pass();
  expect(page.ask).toHaveBeenCalledTimes(1);
  await page.answer(1);
  page.pass();
  expect(page.ask).toHaveBeenCalledTimes(2);
  await page.answer(2);
  page.pass();
  expect(page.ask).toHaveBeenCalledTimes(2);
  expect(page.rest()).toBe(true);
});

test("what is about something else asks for nothing", async () => {
  const page = aPage();
  await page.answer(1);
  page.apply("prefect.variable.updated");
  expect(page.ask).toHaveBeenCalledTimes(1);
});
