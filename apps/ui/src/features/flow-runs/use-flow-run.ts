import type { Deployment, Flow, FlowRun } from "@millrace/contract";
import { useLive } from "../../api/live-context.tsx";
import { useAnswer, useCall } from "../../api/use-call.ts";

/** What a run belongs to. Null for what there is not, or not any more. */
export interface Belongings {
  readonly flow: Flow | null;
  readonly deployment: Deployment | null;
  readonly parent: FlowRun | null;
}

/** A run, current while it is shown. */
export const useFlowRun = (id: string) => {
  useLive(`prefect.flow-run.${id}`);
  return useCall("flowRuns", "get", { id });
};

/** Its flow, deployment and the run that called it: one request each, as far as there is one. */
export const useBelongings = ({ id, flow_id, deployment_id, parent_task_run_id }: FlowRun): Belongings | undefined =>
  useAnswer<Belongings>(
    {
      noun: "flows",
      name: "belongings-of-run",
      input: { run: id, flow_id, deployment_id, parent_task_run_id },
      ask: async (api, signal) => {
        const [flows, deployments, parents] = await Promise.all([
          api.flows.list({ body: { flows: { id: { any_: [flow_id] } } } }, { signal }),
          deployment_id === null ? [] : api.deployments.list({ body: { deployments: { id: { any_: [deployment_id] } } } }, { signal }),
          parent_task_run_id === null ? [] : api.flowRuns.list({ body: { task_runs: { id: { any_: [parent_task_run_id] } } } }, { signal }),
        ]);
        return { flow: flows[0] ?? null, deployment: deployments[0] ?? null, parent: parents[0] ?? null };
      },
    },
    { poll: 0 },
  ).data;
