import type { FlowRunGraph } from "@millrace/contract";
import { type CriticalStep, findCriticalPath } from "./model/critical-path.ts";
import { createModel, type GraphModel } from "./model/graph-model.ts";
import { mergeChanges, mergeWhole } from "./model/merge-graph.ts";

/** What a server answered about the graph of a flow run. */
export interface GraphAnswer {
  readonly flowRunId: string;
  readonly graph: FlowRunGraph;
  /** It holds only what has changed. */
  readonly isPartial: boolean;
  readonly now: number;
}

export interface GraphReading {
  readonly model: GraphModel;
  readonly criticalPath: readonly CriticalStep[];
  /** The whole graph should be asked for: what came leaves open what became of a node. */
  readonly isDoubtful: boolean;
}

/** Keeps the graphs that answers told of. */
export interface GraphEngine {
  read(answer: GraphAnswer): Promise<GraphReading>;
  layOut(request: LayoutRequest): Promise<Layout>;
  close(): void;
}

/** Boxes by number, and the edges between them. */
export interface LayoutRequest {
  readonly boxes: readonly { readonly width: number; readonly height: number }[];
  readonly edges: readonly (readonly [number, number])[];
}

/** The upper left corner of each box. */
export interface Layout {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** An engine that works where it is called. */
export const createLocalEngine = (): GraphEngine => {
  const graphs = new Map<string, FlowRunGraph>();
  return {
    async read({ flowRunId, graph: answer, isPartial, now }) {
      const known = graphs.get(flowRunId);
      const { graph, isDoubtful } =
        isPartial && known !== undefined ? mergeChanges(known, answer) : { graph: answer, isDoubtful: isPartial };
      const merged = known === undefined || isPartial ? graph : mergeWhole(known, graph);
      graphs.set(flowRunId, merged);
      const model = createModel(flowRunId, merged);
      return { model, criticalPath: findCriticalPath(model, now), isDoubtful };
    },
    async layOut(request) {
      const { layOutBoxes } = await import("./lay-out-boxes.ts");
      return layOutBoxes(request);
    },
    close: () => graphs.clear(),
  };
};
