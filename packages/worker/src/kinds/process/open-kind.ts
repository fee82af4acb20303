/** Runs as processes beside the worker (workers.md §9). */
import { jobTemplateOf } from "@millrace/contract";
import { listenForChildren } from "@millrace/sdk/supervision";
import type { Kind, KindContext } from "../kind.ts";
import { startProcessJob } from "./start-process-job.ts";
import { createWarmPool } from "./warm-pool.ts";

export const openProcessKind = async (context: KindContext): Promise<Kind> => {
  const { session } = context;
  const control = await listenForChildren(() => session.world.randomId().replaceAll("-", ""));
  const pool = createWarmPool(context);
  return {
    type: "process",
    noun: "process",
    template: jobTemplateOf("process"),
    headStart: 0.3,
    outlivesWorker: false,
    start: (job) => startProcessJob({ ...context, control, pool }, job),
    close: async () => {
      pool.close();
      control.close();
    },
  };
};
