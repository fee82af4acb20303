import type { FlowRunInput, FlowRunInputSearch, Instant, NewFlowRunInput } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { conflict, notFound } from "../../errors.ts";

/** Hands a value to a run under a key that the run does not have yet (server.md §5.2). Throws `not-found`, `conflict`. */
export const createInput = (ctx: Context, flowRunId: string, input: NewFlowRunInput): Promise<null> =>
  ctx.transact(async (tx) => {
    const run = await tx.selectFrom("flow_run").select("id").where("id", "=", flowRunId).executeTakeFirst();
    if (run === undefined) throw notFound("Flow run not found");
    const now = ctx.clock.now();
    const inserted = await tx
      .insertInto("flow_run_input")
      .values({ id: ctx.newId(), created: now, updated: now, flow_run_id: flowRunId, ...input })
      .onConflict((on) => on.columns(["flow_run_id", "key"]).doNothing())
      .returning("id")
      .execute();
    if (inserted.length === 0) throw conflict("A flow run input with this key already exists.");
    return null;
  });

/** The inputs whose keys start with a prefix, oldest first; none of an unknown run. */
export const listInputs = (ctx: Context, flowRunId: string, search: FlowRunInputSearch): Promise<FlowRunInput[]> => {
  const { prefix, limit, exclude_keys } = search;
  const matching = ctx.read
    .selectFrom("flow_run_input")
    .selectAll()
    .where("flow_run_id", "=", flowRunId)
    // Not LIKE: what it makes of case, `%` and `_` differs between the databases.
    .where(sql<SqlBool>`substr(key, 1, ${[...prefix].length}) = ${prefix}`);
  const wanted = exclude_keys.length === 0 ? matching : matching.where("key", "not in", [...exclude_keys]);
  return wanted.orderBy("created").orderBy("id").limit(Math.max(limit, 0)).execute();
};

/** The value of one input, as it was given. Throws `not-found`. */
export const getInput = async (ctx: Context, flowRunId: string, key: string): Promise<string> => {
  const inputs = ctx.read.selectFrom("flow_run_input").select("value").where("flow_run_id", "=", flowRunId).where("key", "=", key);
  const input = await inputs.executeTakeFirst();
  if (input === undefined) throw notFound("Flow run input not found");
  return input.value;
};

interface Outdated {
  readonly flow_run_id: string;
  readonly keys: readonly string[];
  readonly before: Instant;
}

/** Forgets what a run asked and was answered under these keys before a moment; keys that it does not have are passed over. */
export const deleteInputs = async (tx: Tx, { flow_run_id, keys, before }: Outdated): Promise<void> => {
  const ofRun = tx.deleteFrom("flow_run_input").where("flow_run_id", "=", flow_run_id);
  await ofRun
    .where("key", "in", [...keys])
    .where("created", "<", before)
    .execute();
};

export const deleteInput = (ctx: Context, flowRunId: string, key: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const inputs = tx.deleteFrom("flow_run_input").where("flow_run_id", "=", flowRunId).where("key", "=", key);
    if ((await inputs.returning("id").execute()).length === 0) throw notFound("Flow run input not found");
  });
