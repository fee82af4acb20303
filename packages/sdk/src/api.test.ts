/** What the editor shows: types of the public functions, as the guides use them. */
import { expectTypeOf, test } from "vitest";
import * as z from "zod";
import { allowFailure, flow, type Outcome, type RunFuture, type RunList, runDeployment, signal, state, task } from "./index.ts";

const fetchPage = task({ name: "fetch-page", timeout: "30s" }, async (url: string, tries?: number) => ({ url, html: `${tries}` }));
const countWords = task({ name: "count-words" }, (page: { html: string }) => page.html.length);
const scale = task({ name: "scale" }, (x: number, by: number) => x * by);
const sum = task({ name: "sum" }, (values: readonly number[]) => values.length);

test("calls, submits and maps know arguments and results", () => {
  const _inside = async () => {
    expectTypeOf(countWords({ html: "" })).toEqualTypeOf<Promise<number>>();
    const page = fetchPage.submit("a");
    expectTypeOf(page).toEqualTypeOf<RunFuture<{ url: string; html: string }>>();
    expectTypeOf(countWords.submit(page)).toEqualTypeOf<RunFuture<number>>();
    expectTypeOf(await page.outcome()).toEqualTypeOf<Outcome<{ url: string; html: string }>>();
    const pages = fetchPage.map(["a", "b"]);
    expectTypeOf(pages).toEqualTypeOf<RunList<{ url: string; html: string }>>();
    const counts = countWords.map(pages);
    expectTypeOf(await counts).toEqualTypeOf<number[]>();
    expectTypeOf(sum(counts)).toEqualTypeOf<Promise<number>>();
    expectTypeOf(await scale.map([1, 2], (x, index) => [x, index])).toEqualTypeOf<number[]>();
    expectTypeOf(
      task({ name: "any" }, (value: number | Error) => String(value))(allowFailure(countWords.submit(page))),
    ).resolves.toBeString();
    // @ts-expect-error: a page is no text
    void fetchPage.submit(page);
    // @ts-expect-error: scale needs two arguments, so that items alone are not enough
    void scale.map([1, 2]);
    // @ts-expect-error: a bare number is no duration
    fetchPage.with({ timeout: 30 });
    expectTypeOf(signal()).toEqualTypeOf<AbortSignal>();
  };
  expectTypeOf(_inside).toBeFunction();
});

test("flows take what their schema takes, and their bodies get what it gives", () => {
  const dated = flow(
    { name: "dated", parameters: z.object({ day: z.string().transform(Number), note: z.string().default("") }) },
    async (parameters) => {
      expectTypeOf(parameters).toEqualTypeOf<{ day: number; note: string }>();
      return state("COMPLETED");
    },
  );
  expectTypeOf(dated).parameter(0).toExtend<{ day: unknown }>();
  expectTypeOf<Parameters<typeof dated>[0]>().not.toBeAny();
  expectTypeOf(dated).returns.resolves.toBeNever();
  const plain = flow({ name: "plain" }, async ({ n }: { n: number }) => ({ n, later: fetchPage.submit("a") }));
  expectTypeOf(plain).returns.resolves.toEqualTypeOf<{ n: number; later: { url: string; html: string } }>();
  const none = flow({ name: "none" }, () => 1);
  expectTypeOf(none).toBeCallableWith();
  expectTypeOf(runDeployment<typeof plain>("plain/prod").outcome).returns.resolves.toExtend<Outcome<{ n: number }>>();
});
