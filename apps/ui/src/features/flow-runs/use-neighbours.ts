import type { FlowRun } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useApi } from "../../api/api-context.tsx";
import { useSay } from "../../api/say-context.tsx";

export type Side = "previous" | "next";

/** Leads to the runs of the same deployment, or of the same flow without one, before and after a run. */
export const useNeighbours = ({ id, deployment_id, flow_id, expected_start_time, created }: FlowRun, tab: string | undefined) => {
  const api = useApi();
  const say = useSay();
  const navigate = useNavigate();
  const moment = expected_start_time ?? created;
  const find = async (side: Side): Promise<FlowRun | undefined> => {
    const range = side === "next" ? { after_: moment } : { before_: moment };
    const [found] = await api.flowRuns.list({
      body: {
        flow_runs: {
          id: { not_any_: [id] },
          expected_start_time: range,
          ...(deployment_id === null ? {} : { deployment_id: { any_: [deployment_id] } }),
        },
        ...(deployment_id === null ? { flows: { id: { any_: [flow_id] } } } : {}),
        sort: side === "next" ? "EXPECTED_START_TIME_ASC" : "EXPECTED_START_TIME_DESC",
        limit: 1,
      },
    });
    return found;
  };
  const go = async (side: Side): Promise<void> => {
    const found = await find(side);
    if (found === undefined) return say.done(side === "next" ? "This is the newest run." : "This is the oldest run.");
    return navigate({ to: "/runs/flow-run/$id", params: { id: found.id }, search: { tab } });
  };
  const compare = async (): Promise<void> => {
    const [success] = await api.flowRuns.list({
      body: {
        flow_runs: { id: { not_any_: [id] }, state: { type: { any_: ["COMPLETED"] } } },
        ...(deployment_id === null ? { flows: { id: { any_: [flow_id] } } } : { deployments: { id: { any_: [deployment_id] } } }),
        sort: "END_TIME_DESC",
        limit: 1,
      },
    });
    if (success === undefined) return say.done("No other run has completed yet.");
    return navigate({ to: "/runs/compare", search: { a: success.id, b: id } });
  };
  const attempt = (does: string, deed: Promise<void>): void => void deed.catch((error: unknown) => say.failed(does, error));
  return {
    go: (side: Side) => attempt(`Go to the ${side} run`, go(side)),
    compare: () => attempt("Compare with the last success", compare()),
  };
};
