import type { FlowRun } from "@millrace/contract";
import { useAnswer } from "../../api/use-call.ts";

export interface RunNames {
  /** By id. */
  readonly flows: ReadonlyMap<string, string>;
  readonly deployments: ReadonlyMap<string, string>;
}

const nothing: RunNames = { flows: new Map(), deployments: new Map() };

/** Each id once, in an order of its own, so that the same runs make the same question. */
const idsOf = (ids: readonly (string | null)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))].sort();

/** Rows that one call lists at most. */
const mostListed = 200;

const inParts = async <T>(ids: readonly string[], list: (ids: readonly string[]) => Promise<readonly T[]>): Promise<readonly T[]> => {
  const parts = Array.from({ length: Math.ceil(ids.length / mostListed) }, (_, part) =>
    list(ids.slice(part * mostListed, (part + 1) * mostListed)),
  );
  return (await Promise.all(parts)).flat();
};

type Named = Pick<FlowRun, "flow_id" | "deployment_id">;

/**
 * What the flows and deployments of runs are called: two requests for up to 200 of each, and none for what is `known` already. Give
 * undefined runs while that is still to come.
 */
export const useRunNames = (runs: readonly Named[] | undefined, known: RunNames = nothing): RunNames => {
  const flows = idsOf((runs ?? []).map(({ flow_id }) => flow_id)).filter((id) => !known.flows.has(id));
  const deployments = idsOf((runs ?? []).map(({ deployment_id }) => deployment_id)).filter((id) => !known.deployments.has(id));
  const { data = nothing } = useAnswer<RunNames>(
    {
      noun: "flows",
      name: "names-of-runs",
      input: { flows, deployments },
      ask: async (api, signal) => {
        const [foundFlows, foundDeployments] = await Promise.all([
          inParts(flows, (any_) => api.flows.list({ body: { flows: { id: { any_ } } } }, { signal })),
          inParts(deployments, (any_) => api.deployments.list({ body: { deployments: { id: { any_ } } } }, { signal })),
        ]);
        return {
          flows: new Map(foundFlows.map(({ id, name }) => [id, name])),
          deployments: new Map(foundDeployments.map(({ id, name }) => [id, name])),
        };
      },
    },
    { enabled: flows.length + deployments.length > 0, poll: 0, keepPrevious: true },
  );
  return {
    flows: new Map([...known.flows, ...data.flows]),
    deployments: new Map([...known.deployments, ...data.deployments]),
  };
};
