import { isTerminal, secondsBetween } from "@millrace/contract";
import type { FlowRunTable } from "../../db/schema.ts";
import { flowRunDuration, flowRunsEnded, startDelay } from "../../observability/instruments.ts";
import type { Meter } from "../../observability/meter.ts";

interface MeasuredRun extends Pick<FlowRunTable, "state_type" | "start_time" | "expected_start_time" | "total_run_time"> {
  readonly flow_name: string;
}

/** Counts a flow run that has begun or ended with a transition. */
export const measureMove = (meter: Meter, { from, to }: { from: MeasuredRun; to: MeasuredRun }): void => {
  const { flow_name: flow, state_type: type, start_time: started, expected_start_time: expected } = to;
  if (from.start_time === null && started !== null && expected !== null) {
    meter.observe(startDelay, [], Math.max(secondsBetween(expected, started), 0));
  }
  if (type === null || !isTerminal(type) || isTerminal(from.state_type)) return;
  meter.count(flowRunsEnded, [flow, type]);
  if (started !== null) meter.observe(flowRunDuration, [flow], to.total_run_time);
};
