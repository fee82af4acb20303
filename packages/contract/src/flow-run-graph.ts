/** What happened inside a flow run, drawn as a graph (server.md §5.2). */
import { Bool, Decimal, Instant, Json, List, Nullable, OneOf, Open, Pair, type Parsed, Text, Uuid } from "./schema.ts";
import { State, StateType } from "./states.ts";
import { TaskRunResult } from "./task-inputs.ts";

export const GraphArtifact = Open({
  id: Uuid,
  created: Instant,
  key: Nullable(Text),
  type: Nullable(Text),
  is_latest: Bool,
  /** Of progress artifacts only; null for the others. */
  data: Json,
});
export type GraphArtifact = Parsed<typeof GraphArtifact>;

const Edge = Open({ id: Uuid });

/** A task run, or a subflow run in place of the task run that tracks it. */
export const GraphNode = Open({
  kind: OneOf("flow-run", "task-run"),
  id: Uuid,
  label: Text,
  state_type: StateType,
  start_time: Instant,
  end_time: Nullable(Instant),
  parents: List(Edge),
  children: List(Edge),
  encapsulating: List(Edge),
  artifacts: List(GraphArtifact),
});
export type GraphNode = Parsed<typeof GraphNode>;

export const FlowRunGraph = Open({
  start_time: Nullable(Instant),
  end_time: Nullable(Instant),
  root_node_ids: List(Uuid),
  nodes: List(Pair(Uuid, GraphNode)),
  artifacts: List(GraphArtifact),
  states: List(Open({ id: Uuid, timestamp: Instant, type: StateType, name: Text })),
});
export type FlowRunGraph = Parsed<typeof FlowRunGraph>;

/** One task run and what it waited for: the first form of the graph, kept for old clients. */
export const DependencyResult = Open({
  id: Uuid,
  name: Text,
  upstream_dependencies: List(TaskRunResult),
  state: Nullable(State),
  expected_start_time: Nullable(Instant),
  start_time: Nullable(Instant),
  end_time: Nullable(Instant),
  total_run_time: Nullable(Decimal),
  estimated_run_time: Nullable(Decimal),
  untrackable_result: Bool,
});
export type DependencyResult = Parsed<typeof DependencyResult>;
