import type { FlowRun, Json } from "@millrace/contract";
import { MissingResult, RunFailed } from "../errors.ts";
import type { Outcome } from "../futures/pending.ts";
import { unkeptResult } from "./inline-data.ts";
import { printState } from "./running-flow.ts";

const isStored = (data: Json): boolean => typeof data === "object" && data !== null && !Array.isArray(data) && "storage_key" in data;

const remedy = "Return less, or write it somewhere both programs reach and return where.";

/** What a run that has ended came to, as far as the server knows. */
export const readOutcome = (run: Pick<FlowRun, "id" | "name" | "state">, kind = "flow run"): Outcome<unknown> => {
  if (run.state === null) throw new MissingResult(`The ${kind} ${run.name} (${run.id}) has no state yet.`);
  const state = printState(run.state);
  if (run.state.type !== "COMPLETED") {
    const told = state.message === "" ? "" : `: ${state.message}`;
    return { ok: false, error: new RunFailed(run.id, state.type, `The ${kind} ${run.name} ended as ${state.name}${told}`), state };
  }
  const { data } = run.state;
  if (data === null && run.state.message === unkeptResult)
    return { ok: false, error: new MissingResult(`${unkeptResult} ${remedy}`), state };
  if (!isStored(data)) return { ok: true, value: data ?? undefined, state };
  const error = new MissingResult(
    `The ${kind} ${run.name} (${run.id}) completed, but its result lies in a storage this program cannot read. ${remedy}`,
  );
  return { ok: false, error, state };
};
