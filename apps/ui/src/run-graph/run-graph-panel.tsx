import { Skeleton, Stack } from "@mantine/core";
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
  // A graph that has outgrown the server's limit while it was looked at would stand still.
  if (error?.status === 400)
    return (
      <Suspense fallback={<Skeleton className={classes.stage} />}>
        <TooManyNodes flowRunId={props.flowRunId} reason={problemOf(error).detail} />
      </Suspense>
    );
  if (data === undefined && error === null)
    return <Skeleton role="status" aria-busy="true" aria-label="Loading what ran inside this run" className={classes.stage} />;
  // That the server is away is said at the top of the page, where it moves nothing.
  const isWorthSaying = error !== null && (data === undefined || problemOf(error).kind !== "network");
  return (
    <Stack gap="xs">
      {isWorthSaying ? <ErrorCard error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined ? null : data.model.count > 0 ? (
        <LoadedGraph {...props} reading={data} tools={tools} />
      ) : (
        <Nothing hasEnded={!Number.isNaN(data.model.end)} />
      )}
    </Stack>
  );
};

const Nothing = ({ hasEnded }: { readonly hasEnded: boolean }) =>
  hasEnded ? (
    <EmptyState title="Nothing ran inside">This run called no tasks and no other flows.</EmptyState>
  ) : (
    <EmptyState title="Nothing has run inside yet">Tasks and subflows appear here as they are called.</EmptyState>
  );
