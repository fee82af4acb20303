import type { Action, Automation, AutomationFilter, AutomationSort, Trigger } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import { column, combine, isAnyOf, isBetween, tagsMatch } from "../../db/filters/members.ts";
import type { AutomationTable } from "../../db/schema.ts";
import { notFound } from "../../errors.ts";

export const noAutomation = () => notFound("Automation not found", { asException: true });

type Actions = readonly Action[];

export const toAutomation = ({ trigger, actions, actions_on_trigger, actions_on_resolve, ...row }: AutomationTable): Automation => ({
  ...row,
  trigger: trigger as unknown as Trigger,
  actions: actions as unknown as Actions,
  actions_on_trigger: actions_on_trigger as unknown as Actions,
  actions_on_resolve: actions_on_resolve as unknown as Actions,
});

export const getAutomation = async (db: Queries, id: string): Promise<Automation> => {
  const row = await db.selectFrom("automation").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw noAutomation();
  return toAutomation(row);
};

const orders = {
  NAME_ASC: ["name", "asc"],
  NAME_DESC: ["name", "desc"],
  CREATED_DESC: ["created", "desc"],
  UPDATED_DESC: ["updated", "desc"],
} as const satisfies Record<AutomationSort, readonly ["name" | "created" | "updated", "asc" | "desc"]>;

interface Slice {
  readonly sort: AutomationSort;
  readonly limit: number;
  readonly offset: number;
}

export const listAutomations = async (
  db: Queries,
  filter: AutomationFilter | null | undefined,
  { sort, limit, offset }: Slice,
): Promise<Automation[]> => {
  const [by, direction] = orders[sort];
  const where = filter
    ? combine(filter.operator, [
        isAnyOf(column("automation.id"), filter.id?.any_),
        isAnyOf(column("automation.name"), filter.name?.any_),
        isBetween(db.dialect, column("automation.created"), filter.created),
        tagsMatch(db.dialect, column("automation.tags"), filter.tags),
      ])
    : undefined;
  const automations = db.selectFrom("automation").selectAll();
  const rows = await (where === undefined ? automations : automations.where(where))
    .orderBy(by, direction)
    .orderBy("id")
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(toAutomation);
};

export const countAutomations = async (db: Queries): Promise<number> => {
  const row = await db.selectFrom("automation").select(sql<number>`count(*)`.as("count")).executeTakeFirst();
  return row?.count ?? 0;
};

/** Automations that belong to a resource or act on it. */
export const listRelatedAutomations = async (db: Queries, resourceId: string): Promise<Automation[]> => {
  const rows = await db
    .selectFrom("automation")
    .innerJoin("automation_resource", "automation_resource.automation_id", "automation.id")
    .selectAll("automation")
    .where("automation_resource.resource_id", "=", resourceId)
    .orderBy("automation.name")
    .orderBy("automation.id")
    .execute();
  return rows.map(toAutomation);
};
