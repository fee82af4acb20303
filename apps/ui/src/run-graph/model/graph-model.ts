import type { FlowRunGraph, GraphArtifact, GraphNode } from "@millrace/contract";
import { type Adjacency, createAdjacency, reverse } from "./adjacency.ts";
import { hasEnded, stateCodes } from "./state-codes.ts";
import { taskNameOf } from "./task-name.ts";

/** An artifact at its moment. Times are milliseconds since 1970. */
export interface ArtifactMark {
  readonly id: string;
  readonly key: string | null;
  readonly type: string | null;
  readonly at: number;
}

/** The flow run's state from a moment on. */
export interface StateMark {
  readonly id: string;
  readonly name: string;
  readonly code: number;
  readonly at: number;
}

/**
 * What happened in a flow run, as columns: node `i` is entry `i` of each. Rows stay where they are when more come. Times are
 * milliseconds since 1970, NaN where there is none yet.
 */
export interface GraphModel {
  readonly flowRunId: string;
  readonly count: number;
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  /** The distinct names of tasks, and which of them each node is a run of. */
  readonly tasks: readonly string[];
  readonly taskOf: Uint32Array;
  readonly isSubflow: Uint8Array;
  readonly states: Uint8Array;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly parents: Adjacency;
  readonly children: Adjacency;
  /** The task runs a task run was called from. */
  readonly callers: Adjacency;
  /** By the node they belong to; those of the flow run itself under -1. */
  readonly artifacts: ReadonlyMap<number, readonly ArtifactMark[]>;
  readonly flowStates: readonly StateMark[];
  readonly start: number;
  readonly end: number;
}

/** The model of a graph as the server or a merge gave it; edges to nodes it lacks are left out. */
export const createModel = (flowRunId: string, graph: FlowRunGraph): GraphModel => {
  const nodes = graph.nodes.map(([, node]) => node);
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]));
  const taskNumbers = new Map<string, number>();
  const parents = tieNodes(nodes, indexOf, (node) => node.parents);
  return {
    flowRunId,
    count: nodes.length,
    ids: nodes.map((node) => node.id),
    labels: nodes.map((node) => node.label),
    taskOf: Uint32Array.from(nodes, (node) => numberOf(taskNumbers, taskNameOf(node))),
    tasks: [...taskNumbers.keys()],
    isSubflow: Uint8Array.from(nodes, (node) => Number(node.kind === "flow-run")),
    states: Uint8Array.from(nodes, (node) => stateCodes[node.state_type]),
    starts: Float64Array.from(nodes, (node) => timeOf(node.start_time)),
    ends: Float64Array.from(nodes, (node) => timeOf(node.end_time)),
    parents,
    children: reverse(parents),
    callers: tieNodes(nodes, indexOf, (node) => node.encapsulating),
    artifacts: new Map([[-1, graph.artifacts.map(markOf)], ...listNodeMarks(nodes)]),
    flowStates: graph.states.map(({ id, name, type, timestamp }) => ({ id, name, code: stateCodes[type], at: timeOf(timestamp) })),
    start: timeOf(graph.start_time),
    end: timeOf(graph.end_time),
  };
};

/** When a node ends as far as is known: what goes on ends now, what ended at no known time ended as it began. */
export const endOf = (model: GraphModel, index: number, now: number): number => {
  const end = model.ends[index] ?? Number.NaN;
  const start = model.starts[index] ?? now;
  if (!Number.isNaN(end)) return Math.max(end, start);
  return hasEnded(model.states[index] ?? 0) ? start : Math.max(now, start);
};

/** The time a model covers, from its flow run's start or its first node to the last end known. */
export const spanOf = (model: GraphModel, now: number): { from: number; to: number } => {
  let from = Number.isNaN(model.start) ? Number.POSITIVE_INFINITY : model.start;
  let to = Number.isNaN(model.end) ? Number.NEGATIVE_INFINITY : model.end;
  const isGoingOn = Number.isNaN(model.end) && !Number.isNaN(model.start);
  if (isGoingOn) to = Math.max(to, now);
  for (let index = 0; index < model.count; index++) {
    from = Math.min(from, model.starts[index] ?? from);
    to = Math.max(to, endOf(model, index, now));
  }
  if (!Number.isFinite(from)) return { from: now - 1000, to: now };
  return { from, to: Math.max(to, from + 1) };
};

const tieNodes = (
  nodes: readonly GraphNode[],
  indexOf: ReadonlyMap<string, number>,
  edgesOf: (node: GraphNode) => readonly { readonly id: string }[],
): Adjacency => createAdjacency(nodes.map((node) => edgesOf(node).flatMap(({ id }) => indexOf.get(id) ?? [])));

const numberOf = (numbers: Map<string, number>, name: string): number => {
  const known = numbers.get(name) ?? numbers.size;
  numbers.set(name, known);
  return known;
};

const timeOf = (instant: string | null): number => (instant === null ? Number.NaN : Date.parse(instant));

const listNodeMarks = (nodes: readonly GraphNode[]): (readonly [number, readonly ArtifactMark[]])[] =>
  nodes.flatMap(({ artifacts }, index) => (artifacts.length === 0 ? [] : [[index, artifacts.map(markOf)] as const]));

const markOf = ({ id, key, type, created }: GraphArtifact): ArtifactMark => ({ id, key, type, at: timeOf(created) });
