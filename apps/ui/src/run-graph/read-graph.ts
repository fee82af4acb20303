import type { FlowRunGraph } from "@millrace/contract";
import type { GraphEngine, GraphReading } from "./engine.ts";

/** Milliseconds before the last known end from which changes are asked for: reports of task runs may come in out of order. */
const overlap = 5000;

interface Ask {
  readonly flowRunId: string;
  /** Asks the server for the graph, or for what did not end before a moment. */
  readonly ask: (since?: string) => Promise<FlowRunGraph>;
}

export type GraphReader = (question: Ask) => Promise<GraphReading>;

/** Reads graphs: whole the first time and when changes leave doubts, otherwise only what has changed. */
export const createGraphReader = (engine: Pick<GraphEngine, "read">, now: () => number): GraphReader => {
  const lastEnds = new Map<string, number>();
  const read = async ({ flowRunId, ask }: Ask, since?: string): Promise<GraphReading> => {
    const reading = await engine.read({ flowRunId, graph: await ask(since), isPartial: since !== undefined, now: now() });
    // The ends are by the clocks that ran the tasks, so that the browser's own does not matter.
    const lastEnd = reading.model.ends.reduce((last, end) => (end > last ? end : last), reading.model.start);
    if (Number.isFinite(lastEnd)) lastEnds.set(flowRunId, lastEnd);
    return reading;
  };
  return async (question) => {
    const lastEnd = lastEnds.get(question.flowRunId);
    if (lastEnd === undefined) return read(question);
    const changes = await read(question, new Date(lastEnd - overlap).toISOString());
    return changes.isDoubtful ? read(question) : changes;
  };
};
