import type { FlowRunGraph, GraphArtifact, GraphNode, Instant, JsonObject } from "@millrace/contract";
import { compareInstants } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { badRequest, notFound } from "../../errors.ts";
import { listFlowRunStates } from "../run-states/queries.ts";
import { listGraphArtifacts } from "./graph-artifacts.ts";
import { listNodes, type UntiedNode } from "./graph-nodes.ts";
import { listNamedRuns } from "./named-runs.ts";

/** The key of a task run's inputs that holds the runs it was called from. */
const callers = "__parents__";

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
  const all = new Map([...shown, ...ended].sort(byTime).map((node) => [node.id, node]));
  const parents = new Map<string, readonly string[]>();
  const children = new Map<string, string[]>();
  for (const node of all.values()) {
    const above = idsAmong(all, node.inputs, (key) => key !== callers);
    parents.set(node.id, above);
    for (const parent of above) {
      const below = children.get(parent);
      if (below === undefined) children.set(parent, [node.id]);
      else below.push(node.id);
    }
  }
  return [...shown].sort(byTime).map(({ inputs, ...node }) => ({
    ...node,
    parents: edges(parents.get(node.id)),
    children: edges(children.get(node.id)),
    encapsulating: edges(idsAmong(all, inputs, (key) => key === callers)),
    artifacts: artifacts.get(node.id) ?? [],
  }));
};

/** The nodes that the chosen inputs name, each once. */
const idsAmong = (all: ReadonlyMap<string, UntiedNode>, inputs: JsonObject, isWanted: (key: string) => boolean): string[] => {
  const ids = listNamedRuns(inputs)
    .filter(({ key }) => isWanted(key))
    .map(({ id }) => id);
  return [...new Set(ids)].filter((id) => all.has(id));
};

const edges = (ids: readonly string[] = []): { id: string }[] => ids.map((id) => ({ id }));

const byTime = (one: UntiedNode, other: UntiedNode): number =>
  compareInstants(one.start_time, other.start_time) || compareEnds(one.end_time, other.end_time);

/** What goes on comes after what has ended. */
const compareEnds = (one: Instant | null, other: Instant | null): number => {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareInstants(one, other);
};
