import { Skeleton } from "@mantine/core";
import { Suspense } from "react";
import { problemOf } from "../api/problem.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import { lazyPart } from "../components/lazy-part.tsx";
import { LoadedGraph } from "./loaded-graph.tsx";
import classes from "./run-graph.module.css";
import type { ChangeSearch, RunGraphSearch } from "./run-graph-search.ts";
import { useGraphTools, useRunGraph } from "./use-run-graph.ts";

const TooManyNodes = lazyPart(() => import("./table/too-many-nodes.tsx").then(({ TooManyNodes }) => TooManyNodes));

export interface RunGraphPanelProps {
  readonly flowRunId: string;
  readonly view: "gantt" | "graph" | "table";
  readonly search: RunGraphSearch;
  readonly onSearch: ChangeSearch;
}

/** What ran inside a flow run: over time, by dependency, or as a table. */
export const RunGraphPanel = (props: RunGraphPanelProps) => {
  const tools = useGraphTools();
  const { data, error, refetch } = useRunGraph(props.flowRunId, tools);
  if (data !== undefined && data.model.count > 0) return <LoadedGraph {...props} reading={data} tools={tools} />;
  if (data !== undefined) return <Nothing hasEnded={!Number.isNaN(data.model.end)} />;
  if (error === null)
    return <Skeleton role="status" aria-busy="true" aria-label="Loading what ran inside this run" className={classes.stage} />;
  if (error.status === 400)
    return (
      <Suspense fallback={<Skeleton className={classes.stage} />}>
        <TooManyNodes flowRunId={props.flowRunId} reason={problemOf(error).detail} />
      </Suspense>
    );
  return <ErrorCard error={error} onRetry={() => void refetch()} />;
};

const Nothing = ({ hasEnded }: { readonly hasEnded: boolean }) =>
  hasEnded ? (
    <EmptyState title="Nothing ran inside">This run called no tasks and no other flows.</EmptyState>
  ) : (
    <EmptyState title="Nothing has run inside yet">Tasks and subflows appear here as they are called.</EmptyState>
  );
