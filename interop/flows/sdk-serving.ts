/** A process of the TypeScript SDK that serves flows, and one beside it that starts, cancels and waits for their runs. */
import { setTimeout } from "node:timers/promises";
import { createClient } from "@millrace/client";
import { flow, runDeployment, serve, signal, task } from "@millrace/sdk";

const double = task({ name: "double" }, (n: number) => 2 * n);

export const plain = flow({ name: "sdkserved" }, async ({ n }: { n: number }) => double(n));
export const failing = flow({ name: "sdkserved-failing" }, async () => {
  throw new Error("served to fail");
});
export const endless = flow({ name: "sdkserved-endless" }, async () => {
  await setTimeout(600_000, undefined, { signal: signal() });
});
export const calling = flow({ name: "sdkserved-calling" }, async () =>
  runDeployment<typeof plain>("sdkserved/d", { parameters: { n: 4 }, timeout: "60s", pollInterval: "200ms" }),
);

const url = process.env.PREFECT_API_URL ?? "";
const client = createClient({ url });

const until = async (id: string, name: string): Promise<void> => {
  while ((await client.flowRuns.get({ id })).state_name !== name) await setTimeout(200);
};

const steer = async (): Promise<void> => {
  const run = runDeployment<typeof plain>("sdkserved/d", {
    parameters: { n: 21 },
    tags: ["by-hand"],
    timeout: "60s",
    pollInterval: "200ms",
  });
  console.log("TOLD result", await run);
  const again = runDeployment("sdkserved/d", { parameters: { n: 1 }, idempotencyKey: "once", timeout: "60s", pollInterval: "200ms" });
  const { id: first } = await again.created;
  const same = runDeployment("sdkserved/d", { parameters: { n: 2 }, idempotencyKey: "once", timeout: "60s", pollInterval: "200ms" });
  console.log("TOLD once", first === (await same.created).id, await same);
  const failed = await runDeployment("sdkserved-failing/d", { timeout: "60s", pollInterval: "200ms" }).outcome();
  console.log("TOLD failed", failed.ok, failed.state.name);
  console.log("TOLD calling", await runDeployment("sdkserved-calling/d", { timeout: "60s", pollInterval: "200ms" }));
  const { id } = await runDeployment("sdkserved-endless/d").created;
  await until(id, "Running");
  await client.flowRuns.setState({ id, body: { state: { type: "CANCELLING" } } });
  await until(id, "Cancelled");
};

const deployments = () =>
  [
    plain.toDeployment({ name: "d", description: "Doubles.", parameters: { n: 1 }, tags: ["served"], version: "1" }),
    failing.toDeployment({ name: "d" }),
    endless.toDeployment({ name: "d" }),
    calling.toDeployment({ name: "d" }),
    plain.toDeployment({ name: "daily", schedule: { cron: "0 6 * * *", timezone: "Europe/Berlin" }, parameters: { n: 1 } }),
  ] as const;

const countServed = async (): Promise<number> =>
  (await client.deployments.list({ body: { deployments: { flow_or_deployment_name: { like_: "sdkserved" } } } })).length;

// The processes of the runs load this file for its flows alone.
if (import.meta.main) {
  const stopping = new AbortController();
  const plans = deployments();
  const serving = serve(...plans, { signal: stopping.signal, limit: 3 });
  while ((await countServed()) !== plans.length) await setTimeout(200);
  await steer();
  stopping.abort();
  await serving;
}
