import type { Action, Automation, CreateAutomation, JsonObject, UpdateAutomation } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { AutomationTable } from "../../db/schema.ts";
import { appendEvents, type NewEvent } from "../../messaging/append-events.ts";
import { checkAutomation } from "./check-automation.ts";
import { checkJobVariables } from "./check-job-variables.ts";
import { prepareTrigger } from "./check-trigger.ts";
import { getAutomation, noAutomation, toAutomation } from "./queries.ts";

const automationEvent = (ctx: Context, kind: "created" | "updated" | "deleted", automation: Automation): NewEvent => ({
  id: ctx.newId(),
  occurred: ctx.clock.now(),
  event: `prefect.automation.${kind}`,
  resource: { "prefect.resource.id": `prefect.automation.${automation.id}`, "prefect.resource.name": automation.name },
  related: [],
  payload: automation as unknown as JsonObject,
  follows: null,
});

type Written = Pick<Automation, "trigger" | "actions"> & Partial<Pick<Automation, "actions_on_trigger" | "actions_on_resolve">>;

/** The parts of an automation as its row holds them. A webhook's payload that is no text is kept as indented JSON. */
const columnsOf = <T extends Written>(input: T) => {
  const asRows = (actions: readonly Action[]): readonly JsonObject[] =>
    actions.map((action) => {
      const isText = action.type !== "call-webhook" || typeof action.payload === "string";
      return (isText ? action : { ...action, payload: JSON.stringify(action.payload, null, 2) }) as JsonObject;
    });
  return {
    trigger: input.trigger as unknown as JsonObject,
    actions: asRows(input.actions),
    ...(input.actions_on_trigger === undefined ? {} : { actions_on_trigger: asRows(input.actions_on_trigger) }),
    ...(input.actions_on_resolve === undefined ? {} : { actions_on_resolve: asRows(input.actions_on_resolve) }),
  };
};

/** Stores an automation. Ids of triggers are always new. */
export const createAutomation = async (ctx: Context, { owner_resource, ...input }: CreateAutomation): Promise<Automation> => {
  const trigger = prepareTrigger(input.trigger, ctx.newId);
  await checkAutomation({ ...input, trigger });
  await checkJobVariables(ctx, ctx.read, input);
  const now = ctx.clock.now();
  const row = {
    id: ctx.newId(),
    created: now,
    updated: now,
    ...input,
    actions_on_trigger: [],
    actions_on_resolve: [],
    ...columnsOf({ ...input, trigger }),
  };
  return ctx.transact(async (tx) => {
    await tx.insertInto("automation").values(row).execute();
    await relate(tx, row, owner_resource === null ? [] : [owner_resource]);
    const automation = toAutomation(row);
    await appendEvents(ctx, tx, [automationEvent(ctx, "created", automation)]);
    return automation;
  });
};

/** Says what an automation belongs to, and which deployments it runs. */
const relate = async (tx: Tx, { id, actions }: Pick<AutomationTable, "id" | "actions">, owners: readonly string[]): Promise<void> => {
  const runs = actions.filter((action) => action.type === "run-deployment" && action.source === "selected");
  const related = new Set(runs.map((action) => `prefect.deployment.${action.deployment_id}`));
  const rows = [
    ...owners.map((resource_id) => ({ automation_id: id, resource_id, owned: true })),
    ...[...related].filter((each) => !owners.includes(each)).map((resource_id) => ({ automation_id: id, resource_id, owned: false })),
  ];
  if (rows.length > 0) await tx.insertInto("automation_resource").values(rows).execute();
};

/** Gives an automation another trigger and actions, and changes what else is given. What it belongs to stays. */
export const updateAutomation = async (ctx: Context, id: string, input: UpdateAutomation): Promise<void> => {
  const trigger = prepareTrigger(input.trigger, ctx.newId);
  await checkAutomation({ trigger, actions: input.actions, enabled: input.enabled ?? true, ...withoutUndefined(input) });
  await checkJobVariables(ctx, ctx.read, input);
  const { name, description, enabled, tags } = input;
  const own = { name, ...(description === undefined ? {} : { description }), ...(enabled === undefined ? {} : { enabled }) };
  await ctx.transact(async (tx) => {
    const changes = {
      ...own,
      ...(tags === undefined ? {} : { tags }),
      ...columnsOf({ ...withoutUndefined(input), trigger, actions: input.actions }),
    };
    const row = await tx
      .updateTable("automation")
      .set({ ...changes, updated: ctx.clock.now() })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw noAutomation();
    const owners = await tx
      .selectFrom("automation_resource")
      .select("resource_id")
      .where("automation_id", "=", id)
      .where("owned", "=", true)
      .execute();
    await tx.deleteFrom("automation_resource").where("automation_id", "=", id).execute();
    await relate(
      tx,
      row,
      owners.map((owner) => owner.resource_id),
    );
    await appendEvents(ctx, tx, [automationEvent(ctx, "updated", toAutomation(row))]);
  });
};

const withoutUndefined = ({ actions_on_trigger, actions_on_resolve }: UpdateAutomation) => ({
  ...(actions_on_trigger === undefined ? {} : { actions_on_trigger }),
  ...(actions_on_resolve === undefined ? {} : { actions_on_resolve }),
});

/** Switches an automation on or off, if it is said which. One that would never stop cannot be switched on. */
export const setAutomationEnabled = async (ctx: Context, id: string, change: { readonly enabled?: boolean | undefined }): Promise<void> => {
  if (change.enabled === true) await checkAutomation({ ...(await getAutomation(ctx.read, id)), enabled: true });
  await ctx.transact(async (tx) => {
    const changed = tx
      .updateTable("automation")
      .set({ ...change, updated: ctx.clock.now() })
      .where("id", "=", id);
    const row = await changed.returningAll().executeTakeFirst();
    if (row === undefined) throw noAutomation();
    await appendEvents(ctx, tx, [automationEvent(ctx, "updated", toAutomation(row))]);
  });
};

export const deleteAutomation = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const row = await tx.deleteFrom("automation").where("id", "=", id).returningAll().executeTakeFirst();
    if (row === undefined) throw noAutomation();
    await appendEvents(ctx, tx, [automationEvent(ctx, "deleted", toAutomation(row))]);
  });

/** Deletes what belongs to a resource, before it is deployed anew; events tell nothing of it (events.md §2.1). */
export const deleteOwnedAutomations = (ctx: Context, resourceId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const owned = tx
      .selectFrom("automation_resource")
      .select("automation_id")
      .where("resource_id", "=", resourceId)
      .where("owned", "=", true);
    await tx.deleteFrom("automation").where("id", "in", owned).execute();
  });
