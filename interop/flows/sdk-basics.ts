/** Flows of the TypeScript SDK, of the everyday kind and of the failing kind. */
import { setTimeout } from "node:timers/promises";
import { allowFailure, flow, getLogger, RetryAfter, signal, state, task } from "@millrace/sdk";

const extract = task({ name: "extract", retries: { max: 2, delay: "10ms" } }, async () => {
  attempts += 1;
  if (attempts < 2) throw new Error("not yet");
  return [1, 2, 3];
});
let attempts = 0;

const scale = task({ name: "scale", tags: ["scaling"], runName: "scale {value}" }, (value: number, by: number) => value * by);
const total = task({ name: "total" }, (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0));

const child = flow({ name: "sdk-child", description: "Adds one." }, async ({ n }: { n: number }) => n + 1);

const parent = flow({ name: "sdk-parent", version: "2", tags: ["sdk"] }, async ({ by = 10 }: { by?: number }) => {
  getLogger().info("çok güzel — 漢字 🙂");
  const scaled = scale.map(await extract(), (value) => [value, by]);
  return child({ n: await total(scaled) });
});

const broken = task({ name: "broken" }, () => {
  throw new TypeError("this task always fails");
});
const lookAt = task({ name: "look-at" }, (value: unknown) => value instanceof Error);

const forgiving = flow({ name: "sdk-forgiving" }, async () => lookAt(allowFailure(broken.submit())));

const failing = flow({ name: "sdk-failing" }, async () => {
  await broken();
});

const retried = flow({ name: "sdk-retried", retries: { max: 1, delay: "10ms" } }, async () => {
  tries += 1;
  if (tries < 2) throw new Error("the first try fails");
  return tries;
});
let tries = 0;

const patient = task({ name: "patient", retries: { max: 1 } }, () => {
  patience += 1;
  if (patience < 2) throw new RetryAfter("1s");
  return patience;
});
let patience = 0;
const waits = flow({ name: "sdk-waits" }, async () => patient());

const slow = flow({ name: "sdk-slow", timeout: "200ms" }, async () => {
  await setTimeout(60_000, undefined, { signal: signal() });
});

const ownState = flow({ name: "sdk-own-state" }, async () => state("COMPLETED", { name: "Perfect", message: "a message of its own" }));

const ends = async (work: () => PromiseLike<unknown>): Promise<string> => {
  try {
    return JSON.stringify((await work()) ?? null);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

for (const [name, work] of Object.entries({
  parent: () => parent({ by: 100 }),
  forgiving: () => forgiving(),
  failing: () => failing(),
  retried: () => retried(),
  waits: () => waits(),
  slow: () => slow(),
  ownState: () => ownState(),
}))
  console.log("TOLD", name, await ends(work));
