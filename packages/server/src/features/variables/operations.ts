import type { CreateVariable, UpdateVariable, Variable } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { conflict } from "../../errors.ts";
import { appendEvents, type NewEvent } from "../../messaging/append-events.ts";
import { checkVariable } from "./check-variable.ts";
import { noVariable, toVariable, type VariableKey, whereKey } from "./queries.ts";

const variableEvent = (ctx: Context, kind: "created" | "updated" | "deleted", variable: Variable): NewEvent => ({
  id: ctx.newId(),
  occurred: ctx.clock.now(),
  event: `prefect.variable.${kind}`,
  resource: { "prefect.resource.id": `prefect.variable.${variable.id}`, "prefect.resource.name": variable.name },
  related: [],
  payload: { name: variable.name, value: variable.value, tags: variable.tags },
  follows: null,
});

/** Stores a new variable. Refuses a name in use (`conflict`). */
export const createVariable = (ctx: Context, { name, value, tags }: CreateVariable): Promise<Variable> => {
  checkVariable({ name, value });
  return ctx.transact(async (tx) => {
    const now = ctx.clock.now();
    const row = { id: ctx.newId(), created: now, updated: now, name, data: value, tags };
    const insert = tx
      .insertInto("variable")
      .values(row)
      .onConflict((on) => on.column("name").doNothing())
      .returning("id");
    if ((await insert.execute()).length === 0) throw conflict(`A variable with the name '${name}' already exists.`);
    const variable = toVariable(row);
    await appendEvents(ctx, tx, [variableEvent(ctx, "created", variable)]);
    return variable;
  });
};

/** Changes what is given; a name or tags of null change nothing. */
export const updateVariable = (ctx: Context, key: VariableKey, { name, value, tags }: UpdateVariable): Promise<void> => {
  checkVariable({ name, value });
  const changes = {
    ...(typeof name === "string" ? { name } : {}),
    ...(tags ? { tags } : {}),
    ...(value === undefined ? {} : { data: value }),
  };
  return ctx.transact(async (tx) => {
    const rows = await tx
      .updateTable("variable")
      .set({ ...changes, updated: ctx.clock.now() })
      .where(whereKey(key))
      .returningAll()
      .execute();
    if (rows.length === 0) throw noVariable();
    await appendEvents(
      ctx,
      tx,
      rows.map((row) => variableEvent(ctx, "updated", toVariable(row))),
    );
  });
};

export const deleteVariable = (ctx: Context, key: VariableKey): Promise<void> =>
  ctx.transact(async (tx) => {
    const rows = await tx.deleteFrom("variable").where(whereKey(key)).returningAll().execute();
    if (rows.length === 0) throw noVariable();
    await appendEvents(
      ctx,
      tx,
      rows.map((row) => variableEvent(ctx, "deleted", toVariable(row))),
    );
  });
