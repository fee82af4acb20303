import type { FlowDefinition } from "./flow-options.ts";

/** The definition behind each flow, so that a flow is nothing but a function to those who hold it. */
const definitions = new WeakMap<object, FlowDefinition>();

interface Collecting {
  readonly flows: FlowDefinition[];
}
/** Loads under way. Modules are evaluated outside the context of their import, so that no context can tell. */
const underWay = new Set<Collecting>();

export const registerFlow = (flow: object, definition: FlowDefinition): void => {
  definitions.set(flow, definition);
  for (const load of underWay) load.flows.push(definition);
};

/** The definition behind a value that `flow()` returned; undefined for anything else. */
export const findFlowDefinition = (value: unknown): FlowDefinition | undefined =>
  typeof value === "function" ? definitions.get(value) : undefined;

/** Whether a file with flows is being loaded, so that it must not start anything. */
export const isLoading = (): boolean => underWay.size > 0;

/** Loads something and tells the flows it defined. */
export const collectFlows = async <T>(
  load: () => Promise<T>,
): Promise<{ readonly value: T; readonly flows: readonly FlowDefinition[] }> => {
  const own: Collecting = { flows: [] };
  underWay.add(own);
  try {
    return { value: await load(), flows: own.flows };
  } finally {
    underWay.delete(own);
  }
};
