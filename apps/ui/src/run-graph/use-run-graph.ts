import type { ClientError } from "@millrace/client/browser";
import type { UseQueryResult } from "@tanstack/react-query";
import { useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import type { Api } from "../api/api.ts";
import { useApi } from "../api/api-context.tsx";
import { keyOf } from "../api/keys.ts";
import { useLive, useLiveStatus } from "../api/live-context.tsx";
import { useAnswer } from "../api/use-call.ts";
import type { GraphEngine, GraphReading } from "./engine.ts";
import type { Subflow } from "./model/rows.ts";
import { createGraphReader, type GraphReader } from "./read-graph.ts";
import { startEngine } from "./start-engine.ts";

/** The engine of a panel, and what reads graphs through it. */
export interface GraphTools {
  readonly engine: GraphEngine;
  readonly read: GraphReader;
}

/** An engine for as long as the panel is shown. */
export const useGraphTools = (): GraphTools => {
  const [tools] = useState((): GraphTools => {
    const engine = startEngine();
    return { engine, read: createGraphReader(engine, Date.now) };
  });
  useEffect(() => () => tools.engine.close(), [tools]);
  return tools;
};

/** Seconds between two looks at a run while the page is not live. */
const poll = 5;

const readThrough =
  ({ read }: GraphTools, flowRunId: string) =>
  (api: Api, signal: AbortSignal): Promise<GraphReading> =>
    read({ flowRunId, ask: (since) => api.flowRuns.getGraph({ id: flowRunId, query: { since } }, { signal }) });

/** Kept as `ui`, which events of flow runs and of task runs touch alike. */
const graphKey = (flowRunId: string) => ({ noun: "ui", name: "run-graph", input: { flowRunId } }) as const;

/** The graph of a flow run, current while it is shown. */
export const useRunGraph = (flowRunId: string, tools: GraphTools): UseQueryResult<GraphReading, ClientError> => {
  useLive(`prefect.flow-run.${flowRunId}`);
  return useAnswer({ ...graphKey(flowRunId), ask: readThrough(tools, flowRunId) }, { poll });
};

/** The graphs of the subflow runs that are open. */
export const useSubflows = (flowRunIds: readonly string[], tools: GraphTools): ReadonlyMap<string, Subflow> => {
  const api = useApi();
  const isLive = useLiveStatus() === "live";
  useLive(...flowRunIds.map((id) => `prefect.flow-run.${id}`));
  return useQueries({
    queries: flowRunIds.map((flowRunId) => {
      const { noun, name, input } = graphKey(flowRunId);
      const ask = readThrough(tools, flowRunId);
      return {
        queryKey: keyOf(noun, name, input),
        queryFn: ({ signal }: { signal: AbortSignal }) => ask(api, signal),
        refetchInterval: isLive ? (false as const) : poll * 1000,
      };
    }),
    // The same function as long as the runs are the same: rows are made anew whenever what it gives is.
    combine: useCallback(
      (results: readonly UseQueryResult<GraphReading>[]) =>
        new Map(results.flatMap(({ data, error }, index) => entryOf(flowRunIds[index] ?? "", data, error))),
      [flowRunIds],
    ),
  });
};

const entryOf = (id: string, data: GraphReading | undefined, error: Error | null): [string, Subflow][] => {
  if (data !== undefined) return [[id, { model: data.model }]];
  return error === null ? [] : [[id, { text: `What ran inside cannot be shown: ${error.message}` }]];
};
