import type { FlowRunGraph, GraphArtifact, GraphNode, Instant } from "@millrace/contract";
import { toMicros } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { badRequest, notFound } from "../../errors.ts";
import { listFlowRunStates } from "../run-states/queries.ts";
import { listGraphArtifacts } from "./graph-artifacts.ts";
import { listNodes, type UntiedNode } from "./graph-nodes.ts";
import { listNamedRuns } from "./named-runs.ts";

/** The key of a task run's inputs that holds the runs it was called from. */
const callersKey = "__parents__";

/**
 * What happened inside a flow run (server.md §5.2). `since` leaves out the nodes that had ended by then, but not the edges
 * to them. Throws `not-found`, and `bad-request` when there are more nodes than the server's setting allows.
 */
export const getGraph = async (ctx: Context, id: string, since?: Instant): Promise<FlowRunGraph> => {
  const db = ctx.db.heavyRead;
  const { graphMaxNodes, graphMaxArtifacts } = ctx.settings;
  const run = await db
    .selectFrom("flow_run")
    .select(["start_time", "expected_start_time", "end_time"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (run === undefined) throw notFound(`Flow run ${id} not found`, { asException: true });

  const shown = await listNodes(db, { flowRunId: id, since, limit: graphMaxNodes + 1 });
  if (shown.length > graphMaxNodes) throw badRequest(`The graph of flow run ${id} has more than ${graphMaxNodes} nodes.`);
  const ended = since === undefined ? [] : await listNodes(db, { flowRunId: id, since, ended: true, limit: graphMaxNodes });
  const artifacts = await listGraphArtifacts(db, id, graphMaxArtifacts);
  const nodes = tie(shown, ended, artifacts);
  return {
    start_time: run.start_time ?? run.expected_start_time,
    end_time: run.end_time,
    root_node_ids: nodes.flatMap(([nodeId, { parents }]) => (parents.length === 0 ? nodeId : [])),
    nodes,
    artifacts: artifacts.get(null) ?? [],
    states: await listGraphStates(db, id),
  };
};

const listGraphStates = async (db: Queries, id: string): Promise<FlowRunGraph["states"]> =>
  (await listFlowRunStates(db, id)).map(({ id: stateId, timestamp, type, name }) => ({ id: stateId, timestamp, type, name: name ?? "" }));

type Artifacts = ReadonlyMap<string | null, readonly GraphArtifact[]>;

/** A node on the way to what it is tied to. Edges are shared: each is made once, whoever names it. */
interface Knot {
  readonly node: UntiedNode;
  readonly edge: { readonly id: string };
  readonly parents: { readonly id: string }[];
  readonly children: { readonly id: string }[];
  readonly callers: { readonly id: string }[];
  /** Which knot has named this one last as its parent, and as its caller: each is told once. */
  parentOf: Knot | undefined;
  callerOf: Knot | undefined;
}

const tie = (shown: readonly UntiedNode[], ended: readonly UntiedNode[], artifacts: Artifacts): (readonly [string, GraphNode])[] => {
  const knots = new Map<string, Knot>();
  for (const node of ended.length === 0 ? shown : sortByTime([...shown, ...ended])) {
    const ties = { parents: [], children: [], callers: [], parentOf: undefined, callerOf: undefined };
    knots.set(node.id, { node, edge: { id: node.id }, ...ties });
  }
  for (const knot of knots.values()) {
    for (const { key, id } of listNamedRuns(knot.node.inputs)) {
      const named = knots.get(id);
      if (named !== undefined) (key === callersKey ? addCaller : addParent)(knot, named);
    }
  }
  const isShown = new Set(shown);
  const nodes: (readonly [string, GraphNode])[] = [];
  for (const knot of knots.values()) {
    if (isShown.has(knot.node)) nodes.push([knot.node.id, toGraphNode(knot, artifacts)]);
  }
  return nodes;
};

const addParent = (knot: Knot, parent: Knot): void => {
  if (parent.parentOf === knot) return;
  parent.parentOf = knot;
  knot.parents.push(parent.edge);
  parent.children.push(knot.edge);
};

const addCaller = (knot: Knot, caller: Knot): void => {
  if (caller.callerOf === knot) return;
  caller.callerOf = knot;
  knot.callers.push(caller.edge);
};

const noArtifacts: readonly GraphArtifact[] = [];

const toGraphNode = ({ node, parents, children, callers }: Knot, artifacts: Artifacts): GraphNode => ({
  kind: node.kind,
  id: node.id,
  label: node.label,
  state_type: node.state_type,
  start_time: node.start_time,
  end_time: node.end_time,
  parents,
  children,
  encapsulating: callers,
  artifacts: artifacts.get(node.id) ?? noArtifacts,
});

/** Of two lists one, in the order that each has. Times are read once, since a graph may have ten thousand nodes. */
const sortByTime = (nodes: readonly UntiedNode[]): UntiedNode[] =>
  nodes
    .map((node) => ({ node, start: toMicros(node.start_time), end: node.end_time === null ? Number.MAX_VALUE : toMicros(node.end_time) }))
    .sort((one, other) => one.start - other.start || one.end - other.end)
    .map(({ node }) => node);
