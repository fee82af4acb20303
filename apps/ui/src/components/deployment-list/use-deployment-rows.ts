import type { Deployment, DeploymentHealth } from "@millrace/contract";
import { useMemo } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useAnswer } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import { useRunNames } from "../flow-run-list/run-names.ts";
import { listRecentRuns, type Recent } from "../recent-runs/recent-runs.ts";

export interface DeploymentRow {
  readonly deployment: Deployment;
  readonly flow: string | undefined;
  readonly recent: Recent | undefined;
  readonly health: DeploymentHealth | undefined;
}

const useRecent = (ids: readonly string[]): ReadonlyMap<string, Recent> | undefined =>
  useAnswer<ReadonlyMap<string, Recent>>(
    {
      noun: "ui",
      name: "deployment-summaries",
      input: ids,
      ask: (api, signal) =>
        withFallback(
          { api, flag: "ui-summaries" },
          async () => new Map(Object.entries(await api.uiLists.summarizeDeployments({ body: { deployment_ids: [...ids] } }, { signal }))),
          () => listRecentRuns(api, { by: "deployment_id", ids }, signal),
        ),
    },
    { enabled: ids.length > 0, keepPrevious: true },
  ).data;

/** Days that the share of failures is counted over. */
export const healthDays = 7;

/** Only servers that sum up know this for a whole list. */
const useHealth = (ids: readonly string[]): ReadonlyMap<string, DeploymentHealth> | undefined => {
  const isOffered = useApi().offers("ui-deployment-health");
  return useAnswer<ReadonlyMap<string, DeploymentHealth>>(
    {
      noun: "ui",
      name: "deployment-health",
      input: ids,
      ask: async (api, signal) => {
        const start = new Date(Date.now() - healthDays * 86_400_000).toISOString();
        return new Map(Object.entries(await api.uiLists.countDeploymentHealth({ body: { deployment_ids: [...ids], start } }, { signal })));
      },
    },
    { enabled: isOffered && ids.length > 0, keepPrevious: true },
  ).data;
};

/** Deployments with what their rows show: three requests, however many. */
export const useDeploymentRows = (deployments: readonly Deployment[] | undefined): readonly DeploymentRow[] | undefined => {
  const ids = (deployments ?? []).map(({ id }) => id).toSorted();
  const recent = useRecent(ids);
  const health = useHealth(ids);
  const names = useRunNames(deployments?.map(({ flow_id }) => ({ flow_id, deployment_id: null })));
  return useMemo(
    () =>
      deployments?.map((deployment) => ({
        deployment,
        flow: names.flows.get(deployment.flow_id),
        recent: recent?.get(deployment.id),
        health: health?.get(deployment.id),
      })),
    [deployments, names, recent, health],
  );
};
