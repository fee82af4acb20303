import { type JsonObject, noDetails, type OrchestrationResult, type State, type StateCreate } from "@millrace/contract";
import type { Caller, Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { hasKeys, parseJson } from "../../exact-numbers.ts";
import { hydrate } from "../../wire/hydration/hydrate.ts";
import { HydrationError } from "../../wire/hydration/hydration-error.ts";
import { renderTemplate } from "../../wire/hydration/render-template.ts";
import { findSchemaProblem } from "../../wire/json-schema/validate.ts";
import { currentState } from "../run-states/current-state.ts";
import { findVariableValue } from "../variables/queries.ts";
import { setFlowRunStateIn } from "./set-state.ts";
import { holdFlowRun } from "./transition-rows.ts";

interface Resumption {
  readonly id: string;
  /** What the paused run asked for. */
  readonly input: JsonObject | null;
  readonly caller: Caller;
}

/** Lets a paused run go on, with the input it waits for; a suspended one is scheduled anew (server.md §5.2). Throws `not-found`. */
export const resumeFlowRun = async (ctx: Context, { id, input, caller }: Resumption): Promise<OrchestrationResult> => {
  const given = input === null ? null : await hydrateInput(ctx.read, input);
  return ctx.transact(async (tx) => {
    const run = await holdFlowRun(tx, id);
    if (run === undefined) throw notFound(`Flow run with id ${id} not found`, { asException: true });
    const paused = currentState(run);
    if (paused?.type !== "PAUSED") return refusal("ABORT", null, "Cannot resume a flow run that is not paused.");
    const { run_input_keyset } = paused.state_details;
    const keys = run_input_keyset !== null && Object.keys(run_input_keyset).length > 0 ? run_input_keyset : null;
    if (keys !== null && given instanceof HydrationError) return refusal("REJECT", paused, `Error hydrating run input: ${given.message}`);
    const answer = given instanceof HydrationError ? null : given;
    const problem = keys === null ? undefined : await findInputProblem(tx, { id, schemaKey: keys.schema, input: answer ?? {} });
    if (problem !== undefined) return refusal("REJECT", paused, problem);
    const result = await setFlowRunStateIn(ctx, tx, { id, state: nextState(ctx, paused), caller });
    const key = keys?.response;
    if (result.status === "ACCEPT" && key !== undefined && answer !== null && Object.keys(answer).length > 0) {
      await keepResponse(ctx, tx, { id, key, answer });
    }
    return result;
  });
};

/** What was meant, or why that cannot be told: whether it matters shows the run. */
const hydrateInput = async (db: Queries, input: JsonObject): Promise<JsonObject | HydrationError> => {
  try {
    return await hydrate(input, { findVariable: (name) => findVariableValue(db, name), render: renderTemplate });
  } catch (error) {
    if (error instanceof HydrationError) return error;
    throw error;
  }
};

const refusal = (status: "ABORT" | "REJECT", state: State | null, reason: string): OrchestrationResult => ({
  state,
  status,
  details: { type: "abort_details", reason },
});

const nextState = (ctx: Context, { state_details }: State): StateCreate => {
  const blank = { message: null, data: null };
  if (!state_details.pause_reschedule) return { ...blank, type: "RUNNING", name: "Running", state_details: noDetails };
  return { ...blank, type: "SCHEDULED", name: "Resuming", state_details: { ...noDetails, scheduled_time: ctx.clock.now() } };
};

const findInputProblem = async (
  tx: Tx,
  { id, schemaKey, input }: { id: string; schemaKey: string | undefined; input: JsonObject },
): Promise<string | undefined> => {
  const schemas = tx
    .selectFrom("flow_run_input")
    .select("value")
    .where("flow_run_id", "=", id)
    .where("key", "=", schemaKey ?? "");
  const stored = await schemas.executeTakeFirst();
  if (stored === undefined) return "Run input schema not found.";
  const schema = readSchema(stored.value);
  if (typeof schema === "string") return schema;
  const problem = findSchemaProblem(input, schema);
  if (problem === undefined) return undefined;
  return problem.kind === "circular" ? problem.message : `Reason: ${problem.message}`;
};

/** The schema that a run left for its answer, or why it is none. */
const readSchema = (text: string): JsonObject | string => {
  try {
    const schema = parseJson(text);
    return hasKeys(schema) ? schema : "Run input schema is not an object.";
  } catch {
    return "Run input schema is not valid JSON.";
  }
};

/** Under the key where the run looks for it. Answering twice keeps the last answer. */
const keepResponse = async (ctx: Context, tx: Tx, { id, key, answer }: { id: string; key: string; answer: JsonObject }): Promise<void> => {
  const now = ctx.clock.now();
  const value = JSON.stringify(answer);
  await tx
    .insertInto("flow_run_input")
    .values({ id: ctx.newId(), created: now, updated: now, flow_run_id: id, key, value, sender: null })
    .onConflict((on) => on.columns(["flow_run_id", "key"]).doUpdateSet({ value, updated: now }))
    .execute();
};
