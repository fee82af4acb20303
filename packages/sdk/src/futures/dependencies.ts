import { UpstreamFailed } from "../errors.ts";
import { AllowFailure, Opaque } from "./annotations.ts";
import { isPending, type RunInput, type Tracked, tracked } from "./pending.ts";

/** Which run made an object; numbers and texts cannot be told apart and are not tracked. */
export type Provenance = WeakMap<object, RunInput>;

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> | readonly unknown[] => {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

interface Search {
  readonly provenance: Provenance | undefined;
  readonly futures: Tracked[];
  readonly inputs: RunInput[];
  readonly seen: Set<unknown>;
}

/** Looks for runs in a value: futures at any depth, and objects made by runs at the top and one level below. */
const collect = (value: unknown, search: Search, depth: number): void => {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof AllowFailure || value instanceof Opaque) {
    if (isPending(value.value)) search.inputs.push(value.value[tracked].input);
    return;
  }
  if (isPending(value)) {
    search.futures.push(value[tracked]);
    search.inputs.push(value[tracked].input);
    return;
  }
  const maker = depth < 2 ? search.provenance?.get(value) : undefined;
  if (maker !== undefined) search.inputs.push(maker);
  if (!isContainer(value) || search.seen.has(value)) return;
  search.seen.add(value);
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof inner === "object" && inner !== null) collect(inner, search, depth + 1);
  }
};

const distinct = (inputs: readonly RunInput[]): RunInput[] => [...new Map(inputs.map((input) => [input.id, input])).values()];

export interface Dependencies {
  /** By argument name, as the graph shows them; an argument that depends on nothing has an empty list. */
  readonly inputs: Readonly<Record<string, readonly RunInput[]>>;
  /** What has to end first. */
  readonly futures: readonly Tracked[];
}

/** What some arguments and `waitFor` depend on. */
export const findDependencies = (
  args: readonly (readonly [name: string, value: unknown])[],
  waitFor: readonly unknown[],
  provenance?: Provenance,
): Dependencies => {
  const futures: Tracked[] = [];
  const inputs: Record<string, readonly RunInput[]> = {};
  const named = waitFor.length === 0 ? args : [...args, ["wait_for", [...waitFor]] as const];
  for (const [name, value] of named) {
    if (typeof value !== "object" || value === null) {
      inputs[name] = [];
      continue;
    }
    const search: Search = { provenance, futures, inputs: [], seen: new Set() };
    collect(value, search, 0);
    inputs[name] = distinct(search.inputs);
  }
  return { inputs, futures };
};

const didNotComplete = ({ input }: Tracked, cause: Error): UpstreamFailed =>
  new UpstreamFailed(`Upstream ${input.input_type === "task_run" ? "task" : "flow"} run '${input.id}' did not reach a 'COMPLETED' state.`, {
    cause,
  });

const settle = async (value: unknown, allowsFailure: boolean): Promise<unknown> => {
  if (!isPending(value)) return value;
  const run = value[tracked];
  run.observe();
  const outcome = await run.settled;
  if (outcome.ok) return outcome.value;
  if (allowsFailure) return outcome.error;
  throw didNotComplete(run, outcome.error);
};

/** The value with everything pending in it replaced by what it became. Throws `UpstreamFailed` when something did not complete. */
export const resolveValue = async (value: unknown, copies = new Map<unknown, unknown>()): Promise<unknown> => {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof AllowFailure) return settle(value.value, true);
  if (value instanceof Opaque) return settle(value.value, false);
  if (isPending(value)) return settle(value, false);
  if (!isContainer(value) || !needsResolving(value)) return value;
  if (copies.has(value)) return copies.get(value);
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    copies.set(value, copy);
    for (const inner of value) copy.push(await resolveValue(inner, copies));
    return copy;
  }
  const copy: Record<string, unknown> = {};
  copies.set(value, copy);
  for (const [key, inner] of Object.entries(value)) copy[key] = await resolveValue(inner, copies);
  return copy;
};

/** Whether anything in a value is pending or marked, so that values that are not are passed on untouched. */
export const needsResolving = (value: unknown, seen = new Set<unknown>()): boolean => {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof AllowFailure || value instanceof Opaque || isPending(value)) return true;
  if (!isContainer(value) || seen.has(value)) return false;
  seen.add(value);
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof inner === "object" && inner !== null && needsResolving(inner, seen)) return true;
  }
  return false;
};

/** Waits for everything `waitFor` names. Throws `UpstreamFailed` when something did not complete. */
export const waitForAll = async (waitFor: readonly unknown[]): Promise<void> => {
  if (waitFor.length > 0) await resolveValue([...waitFor]);
};
