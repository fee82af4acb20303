import type { FlowRunGraph, GraphArtifact, GraphNode, Instant, JsonObject } from "@millrace/contract";
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
    root_node_ids: nodes.filter((node) => node.parents.length === 0).map((node) => node.id),
    nodes: nodes.map((node) => [node.id, node] as const),
    artifacts: artifacts.get(null) ?? [],
    states: await listGraphStates(db, id),
  };
};

const listGraphStates = async (db: Queries, id: string): Promise<FlowRunGraph["states"]> =>
  (await listFlowRunStates(db, id)).map(({ id: stateId, timestamp, type, name }) => ({ id: stateId, timestamp, type, name: name ?? "" }));

type Artifacts = ReadonlyMap<string | null, readonly GraphArtifact[]>;

const tie = (shown: readonly UntiedNode[], ended: readonly UntiedNode[], artifacts: Artifacts): GraphNode[] => {
  const all = sortByTime([...shown, ...ended]);
  const ids = new Set(all.map((node) => node.id));
  const tied = all.map((node) => ({ node, ...idsAmong(ids, node.inputs) }));
  const children = new Map<string, string[]>();
  for (const { node, parents } of tied) {
    for (const parent of parents) {
      const below = children.get(parent);
      if (below === undefined) children.set(parent, [node.id]);
      else below.push(node.id);
    }
  }
  const isShown = new Set(shown);
  return tied.flatMap(({ node, parents, callers }) => {
    if (!isShown.has(node)) return [];
    const { inputs, ...rest } = node;
    const below = children.get(node.id);
    return {
      ...rest,
      parents: edges(parents),
      children: edges(below),
      encapsulating: edges(callers),
      artifacts: artifacts.get(node.id) ?? [],
    };
  });
};

/** The nodes that inputs name, each once: those that gave a value, and those the task run was called from. */
const idsAmong = (all: ReadonlySet<string>, inputs: JsonObject): { parents: Iterable<string>; callers: Iterable<string> } => {
  const parents = new Set<string>();
  const callers = new Set<string>();
  for (const { key, id } of listNamedRuns(inputs)) if (all.has(id)) (key === callersKey ? callers : parents).add(id);
  return { parents, callers };
};

const edges = (ids: Iterable<string> = []): { id: string }[] => Array.from(ids, (id) => ({ id }));

/** By start, then by end; what goes on comes after what has ended. Times are read once, since a graph may have ten thousand nodes. */
const sortByTime = (nodes: readonly UntiedNode[]): UntiedNode[] =>
  nodes
    .map((node) => ({ node, start: toMicros(node.start_time), end: node.end_time === null ? Number.MAX_VALUE : toMicros(node.end_time) }))
    .sort((one, other) => one.start - other.start || one.end - other.end)
    .map(({ node }) => node);
