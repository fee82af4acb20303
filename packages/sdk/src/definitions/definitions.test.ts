import { describe, expect, test } from "vitest";
import * as z from "zod";
import { NonRetriable, RetryAfter } from "../errors.ts";
import { type Duration, toSeconds } from "./duration.ts";
import { argumentNames, destructuredFields } from "./function-text.ts";
import { checkName, printRunName, slugOf } from "./names.ts";
import { parameterSchema } from "./parameter-schema.ts";
import { parseParameters } from "./parse-parameters.ts";
import { backoff, findNextDelay, planRetries } from "./retries.ts";

describe("durations", () => {
  test.each<[Duration, number]>([
    ["250ms", 0.25],
    ["30s", 30],
    ["1.5h", 5400],
    ["2d", 172_800],
    [{ minutes: 2, seconds: 5 }, 125],
  ])("%j is %d s", (duration, seconds) => expect(toSeconds(duration)).toBe(seconds));

  test.each([5, "5", "5 s", "-1s", null, { seconds: Number.NaN }, { minute: 5 }, { seconds: "5" }])(
    "%j is refused with what would be right",
    (duration) => expect(() => toSeconds(duration as Duration)).toThrow('such as "30s"'),
  );
});

describe("names of arguments", () => {
  test.each<[(...args: never[]) => unknown, readonly string[]]>([
    [(url: string) => url, ["url"]],
    [async (a: number, b = [1, ")"], ...rest: number[]) => [a, b, rest], ["a", "b", "rest"]],
    [({ html }: { html: string }, by: number) => [html, by], ["arg0", "by"]],
    [
      function named(/* , */ one: string, two = "a,b") {
        return one + two;
      },
      ["one", "two"],
    ],
    [() => 1, []],
  ])("%s", (fn, names) => expect(argumentNames(fn)).toEqual(names));

  test("fields of a destructured argument, with their literal defaults", () => {
    const fn = ({ urls, since = null, limit: max = 10, deep = { a: [1, 2] } }: Record<string, unknown>) => [urls, since, max, deep];
    expect(destructuredFields(fn)).toEqual([
      { name: "urls", defaultText: undefined },
      { name: "since", defaultText: "null" },
      { name: "limit", defaultText: "10" },
      { name: "deep", defaultText: expect.stringMatching(/^\{ ?a: ?\[1, ?2\] ?\}$/) },
    ]);
  });
});

describe("names", () => {
  test("keys are slugs", () => {
    expect(["Fetch Page!", "Überprüfen", "fetch_page", "***"].map(slugOf)).toEqual(["fetch-page", "uberprufen", "fetch-page", "task"]);
  });
  test.each(["", "a/b", "50%", undefined])("%j is refused", (name) => expect(() => checkName("flow", name)).toThrow("A flow is named"));
  test("run names take parameters from a template or a function", () => {
    expect(printRunName("crawl-{url}-{nope}", { url: "a" })).toBe("crawl-a-{nope}");
    expect(printRunName(({ url }: { url: string }) => `x-${url}`, { url: "a" })).toBe("x-a");
  });
});

describe("retries", () => {
  const next = (plan: ReturnType<typeof planRetries>, attempt: number, error: unknown = new Error("x")) =>
    findNextDelay(plan, { error, attempt, random: () => 0 });

  test("a list of delays repeats its last, and there are no more than max", async () => {
    const plan = planRetries({ max: 3, delay: ["1s", "5s"] });
    expect(await Promise.all([1, 2, 3, 4].map((attempt) => next(plan, attempt)))).toEqual([1, 5, 5, undefined]);
    expect(plan.shown).toEqual([1, 5, 5]);
  });
  test("backoff doubles up to its bound, and jitter adds its share", async () => {
    const plan = planRetries({ max: 9, delay: backoff({ from: "1s", max: "5s" }), jitter: 0.5 });
    expect(await Promise.all([1, 2, 3, 4].map((attempt) => next(plan, attempt)))).toEqual([1, 2, 4, 5]);
    expect(await findNextDelay(plan, { error: new Error("x"), attempt: 1, random: () => 0.5 })).toBe(1.25);
  });
  test("errors may end retries or name the delay, and a condition that throws ends them", async () => {
    const plan = planRetries({ max: 9, delay: "1s", when: (error) => (error as Error).message !== "no" });
    expect(await next(plan, 1, new NonRetriable("x"))).toBeUndefined();
    expect(await next(plan, 1, new RetryAfter("20s"))).toBe(20);
    expect(await next(plan, 1, new Error("no"))).toBeUndefined();
    const broken = planRetries({
      max: 1,
      when: () => {
        throw new Error("oops");
      },
    });
    expect(await next(broken, 1)).toBeUndefined();
  });
});

describe("parameters", () => {
  const fn = (): void => {};

  test("a schema library's JSON Schema gets titles, positions and definitions", () => {
    const parameters = z.object({ urls: z.array(z.url()).min(1), limit: z.int().default(5), since: z.coerce.date().optional() });
    expect(parameterSchema({ fn, parameters })).toMatchObject({
      title: "Parameters",
      type: "object",
      definitions: {},
      properties: {
        urls: { title: "urls", position: 0, type: "array", items: { type: "string", format: "uri" }, minItems: 1 },
        limit: { title: "limit", position: 1, type: "integer", default: 5 },
        since: { title: "since", position: 2 },
      },
      required: ["urls"],
    });
  });

  test("without a library, names and literal defaults come from the function", () => {
    const body = ({ urls, limit = 5 }: { urls: string[]; limit?: number }) => [urls, limit];
    expect(parameterSchema({ fn: body })).toMatchObject({
      properties: { urls: { title: "urls", position: 0 }, limit: { title: "limit", position: 1, default: 5 } },
      required: ["urls"],
    });
  });

  test("the body gets the schema's output, and null for an optional parameter counts as left out", async () => {
    const parameters = z.object({ n: z.coerce.number(), note: z.string().default("none"), empty: z.null() });
    expect(await parseParameters({ fn, parameters }, { n: "3", note: null, empty: null })).toEqual({ n: 3, note: "none", empty: null });
  });

  test("every parameter that does not fit is named", async () => {
    const parameters = z.object({ n: z.number(), urls: z.array(z.url()) });
    await expect(parseParameters({ fn, parameters }, { n: "x", urls: ["no"] })).rejects.toThrow(/n: [\s\S]*\nurls\.0: /);
  });
});
