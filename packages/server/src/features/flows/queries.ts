import type { Flow, FlowSort } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import { type Filters, flowsWhere } from "../../db/filters/related.ts";
import { notFound } from "../../errors.ts";

export const getFlow = async (db: Queries, id: string): Promise<Flow> => {
  const flow = await db.selectFrom("flow").selectAll().where("id", "=", id).executeTakeFirst();
  if (flow === undefined) throw notFound("Flow not found");
  return flow;
};

export const getFlowByName = async (db: Queries, name: string): Promise<Flow> => {
  const flow = await db.selectFrom("flow").selectAll().where("name", "=", name).executeTakeFirst();
  if (flow === undefined) throw notFound("Flow not found");
  return flow;
};

const orders = {
  NAME_ASC: ["name", "asc"],
  NAME_DESC: ["name", "desc"],
  CREATED_DESC: ["created", "desc"],
  UPDATED_DESC: ["updated", "desc"],
} as const satisfies Record<FlowSort, readonly ["name" | "created" | "updated", "asc" | "desc"]>;

interface Slice {
  readonly sort: FlowSort;
  readonly limit: number;
  readonly offset: number;
}

const matching = (db: Queries, filters: Filters) => {
  const where = flowsWhere(db.dialect, filters);
  const flows = db.selectFrom("flow");
  return where === undefined ? flows : flows.where(where);
};

export const listFlows = async (db: Queries, filters: Filters, { sort, limit, offset }: Slice): Promise<Flow[]> => {
  const [by, direction] = orders[sort];
  return matching(db, filters).selectAll().orderBy(by, direction).orderBy("id").limit(limit).offset(offset).execute();
};

export const countFlows = async (db: Queries, filters: Filters): Promise<number> => {
  const row = await matching(db, filters).select(sql<number>`count(*)`.as("count")).executeTakeFirst();
  return row?.count ?? 0;
};
