import { expect, test } from "vitest";
import * as z from "zod";
import { serveTasks } from "../background/serve-tasks.ts";
import { deploy } from "../deployments/deploy.ts";
import { fromSource } from "../deployments/from-source.ts";
import type { DeploymentOptions } from "../deployments/plan-deployment.ts";
import { runDeployment } from "../deployments/run-deployment.ts";
import { UsageError } from "../errors.ts";
import { type Flow, flow } from "../flow.ts";
import { serve } from "../runner/serve.ts";
import { createSession } from "../session/create-session.ts";
import { task } from "../task.ts";
import { backoff } from "./retries.ts";

/** Options as plain JavaScript may give them. */
type Given = Readonly<Record<string, unknown>>;

const body = (): number => 1;
const aTask = (options: Given) => task({ name: "load", ...options }, body);
const aFlow = (options: Given) => flow({ name: "crawl", ...options }, body);
const aDeployment = (options: Given) => aFlow({}).toDeployment({ name: "nightly", ...options } as DeploymentOptions);
const whole = "it takes a whole number from";
const length = 'it takes a length of time with its unit, such as "30s", "5m" or { hours: 2 }';

test.each<[make: (options: Given) => unknown, options: Given, says: string]>([
  [aTask, { retry: 1 }, 'There is no option retry, which the task "load" is given as 1. Did you mean retries?'],
  [aTask, { Retries: 1 }, 'There is no option Retries, which the task "load" is given as 1. Did you mean retries?'],
  [aTask, { onFail: body }, 'There is no option onFail, which the task "load" is given as a function. Did you mean onFailure?'],
  [aTask, { onCrashed: body }, "There is no option onCrashed"],
  [aTask, { persistResult: true }, "Known are name, description, version, tags, retries, jitter"],
  [aTask, { constructor: 1 }, "There is no option constructor"],
  [aTask, { jitter: 7 }, 'jitter of the task "load" is 7; it takes a share from 0 to 1, such as 0.3.'],
  [aTask, { retries: "3" }, `retries of the task "load" is "3"; ${whole} 0 or an object with max.`],
  [aTask, { retries: -1 }, `retries of the task "load" is -1; ${whole} 0`],
  [aTask, { retries: { max: 1.5 } }, `retries.max of the task "load" is 1.5; ${whole} 0.`],
  [aTask, { retries: { max: Number.NaN } }, `retries.max of the task "load" is NaN; ${whole} 0.`],
  [aTask, { retry_delay_seconds: 5 }, "Did you mean retries?"],
  [aTask, { retries: { times: 3 } }, 'There is no option retries.times, which the task "load" is given as 3.'],
  [aTask, { retries: { delay: "1s" } }, 'retries of the task "load" is an object; it takes a whole number from 0 or an object with max.'],
  [
    aTask,
    { retries: { max: 3, delay: 10 } },
    `retries.delay of the task "load" is 10; ${length} or a list of these or backoff({ from, max }).`,
  ],
  [aTask, { timeout: 30 }, `timeout of the task "load" is 30; ${length}.`],
  [aTask, { timeout: { minute: 5 } }, `timeout of the task "load" is an object; ${length}.`],
  [aTask, { timeout: null }, `timeout of the task "load" is null; ${length}.`],
  [aTask, { tags: "nightly" }, 'tags of the task "load" is "nightly"; it takes a list of texts.'],
  [aTask, { version: 2 }, 'version of the task "load" is 2; it takes a text.'],
  [
    aTask,
    { onFailure: "x".repeat(200) },
    `onFailure of the task "load" is "${"x".repeat(59)}…; it takes a function or a list of functions.`,
  ],
  [aFlow, { logPrints: "yes" }, 'logPrints of the flow "crawl" is "yes"; it takes true or false.'],
  [aFlow, { log_prints: true }, "Did you mean logPrints?"],
  [aFlow, { maxConcurrency: 0 }, `maxConcurrency of the flow "crawl" is 0; ${whole} 1.`],
  [aFlow, { unobserved: "ignore" }, 'unobserved of the flow "crawl" is "ignore"; it takes one of "fail", "warn", "cancel".'],
  [aFlow, { parameters: { urls: z.array(z.url()) } }, 'parameters of the flow "crawl" is an object; it takes a schema of zod'],
  [aDeployment, { workPool: "here" }, 'There is no option workPool, which the deployment "nightly" is given as "here".'],
  [aDeployment, { cron: "0 9 * * *" }, "There is no option cron"],
  [aDeployment, { schedule: { cron: "0 9 * * *", timeZone: "Europe/Berlin" } }, "Did you mean schedule.timezone?"],
  [aDeployment, { schedule: "0 9 * * *" }, 'schedule of the deployment "nightly" is "0 9 * * *"; it takes an object.'],
  [aDeployment, { schedule: {} }, "A schedule has one of cron, every, rrule; this one has none."],
  [aDeployment, { schedules: [{ cron: "0 9 * * *", every: "1h" }] }, "this one has cron and every."],
  [aDeployment, { concurrencyLimit: { limit: 1, onCollision: "CANCEL_NEW" } }, 'it takes one of "enqueue", "cancel-new".'],
  [aDeployment, { concurrencyLimit: { max: 1 } }, "There is no option concurrencyLimit.max"],
  [(options) => backoff({ from: "1s", max: "1m", ...options }), { factor: 0 }, "factor of backoff is 0; it takes a number from 1."],
  [(options) => runDeployment("a/b", options), { wait: false }, "There is no option wait, which runDeployment is given as false."],
  [(options) => createSession(options), { apiUrl: "x" }, "There is no option apiUrl, which createSession is given"],
])("%o is refused, %j", (make, options, says) => {
  expect(() => make(options)).toThrow(UsageError);
  expect(() => make(options)).toThrow(says);
});

const nightly = aDeployment({ entrypoint: "flows.ts:crawl" });
/** Called as plain JavaScript calls them. */
const loose = (call: unknown) => call as (...args: readonly unknown[]) => Promise<unknown>;

test.each<[call: () => Promise<unknown>, says: string]>([
  [() => loose(serve)(nightly, { limits: 2 }), "There is no option limits, which serve is given as 2. Did you mean limit?"],
  [() => loose(serve)(nightly, { limit: 0 }), `limit of serve is 0; ${whole} 1.`],
  [() => loose(serve)(nightly, 5), "The options of serve are 5; write an object"],
  [() => loose(serveTasks)([aTask({})], { limit: 1.5 }), `limit of serveTasks is 1.5; ${whole} 1.`],
  [() => loose(deploy)(nightly, { pool: "here" }), "There is no option pool, which deploy is given"],
  [() => loose((aFlow({}) as Flow<object, unknown>).deploy)({ name: "a", workpool: "here" }), "Did you mean workPool?"],
  [() => loose(fromSource)({ repository: "x.git", ref: "main" }, "a.ts:b"), "There is no option ref, which fromSource is given"],
])("a call with options that there are none of is refused, %#", async (call, says) => {
  await expect(call()).rejects.toThrow(UsageError);
  await expect(call()).rejects.toThrow(says);
});

test("a function in the wrong place is told of", () => {
  const [looseTask, looseFlow] = [loose(task), loose(flow)];
  expect(() => looseTask(body)).toThrow("The options of a task are a function; write an object");
  expect(() => looseFlow({ name: "crawl" })).toThrow('The function of the flow "crawl" is undefined; give it after the options');
  expect(() => looseFlow({ name: 5 }, body)).toThrow("name of a flow is 5; it takes a text.");
});

test("what is undefined is not given, and what `with` clears is gone", () => {
  const load = task({ name: "load", retries: undefined, timeout: "5s", onFailure: [body] }, body);
  expect(load.with({ timeout: null, tags: ["a"] }).name).toBe("load");
  expect(() => loose(load.with)({ retry: 1 })).toThrow("Did you mean retries?");
});
