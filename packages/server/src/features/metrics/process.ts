import { performance } from "node:perf_hooks";
import type { Clock } from "../../clock.ts";
import type { Family, Instrument } from "../../observability/meter.ts";

type Plain = Pick<Instrument, "name" | "help"> & { readonly kind: "counter" | "gauge"; readonly value: number };

const family = ({ value, ...instrument }: Plain): Family => ({ ...instrument, labels: [], samples: [{ labels: {}, value }] });

/** What the process uses, under the names that every exporter gives it. */
export const readProcess = (clock: Clock): Family[] => {
  const { user, system } = process.cpuUsage();
  const started = clock.micros() / 1e6 - process.uptime();
  return [
    family({
      kind: "counter",
      name: "process_cpu_seconds_total",
      help: "Seconds of processor time used.",
      value: (user + system) / 1e6,
    }),
    family({ kind: "gauge", name: "process_resident_memory_bytes", help: "Bytes of memory held.", value: process.memoryUsage.rss() }),
    family({ kind: "gauge", name: "process_start_time_seconds", help: "When the process started, since 1970.", value: started }),
    family({
      kind: "counter",
      name: "nodejs_eventloop_active_seconds_total",
      help: "Seconds that the main thread was at work; at one a second it is full.",
      value: performance.eventLoopUtilization().active / 1000,
    }),
  ];
};
