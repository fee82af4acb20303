import type { metricsRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { printFamilies } from "../../observability/prometheus-text.ts";
import { measureAll } from "./measure.ts";
import { listStored } from "./stored.ts";

export const metrics: Handlers<typeof metricsRoutes> = {
  async get({ ctx }) {
    if (!ctx.meter.isOn) throw notFound("Not Found");
    return printFamilies([...(await listStored(ctx)), ...(await measureAll(ctx))]);
  },
};
