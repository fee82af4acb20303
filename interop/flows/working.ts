/** What `working.py` has, in TypeScript: deployments of both run on workers of both. */
import { setTimeout } from "node:timers/promises";
import { flow, signal, task } from "@millrace/sdk";

const double = task({ name: "double" }, async (number: number) => 2 * number);

export const working = flow({ name: "working-flow-ts" }, async ({ number = 1 }: { number?: number }) => {
  if (process.env.FROM_DEPLOYMENT !== "yes") throw new Error("The variables of the deployment are missing.");
  return double(number);
});

export const waiting = flow({ name: "waiting-flow-ts" }, async () => {
  await setTimeout(600_000, undefined, { signal: signal() });
});
