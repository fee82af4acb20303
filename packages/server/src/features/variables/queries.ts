import type { Json, Variable, VariableFilter, VariableSort } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import { column, combine, isAnyOf, isNamed, tagsMatch } from "../../db/filters/members.ts";
import type { VariableTable } from "../../db/schema.ts";
import { notFound } from "../../errors.ts";

/** A variable by its id or by its name. */
export type VariableKey = { readonly id: string } | { readonly name: string };

export const whereKey = (key: VariableKey) =>
  "id" in key ? sql<boolean>`variable.id = ${key.id}` : sql<boolean>`variable.name = ${key.name}`;

export const noVariable = () => notFound("Variable not found.");

export const toVariable = ({ id, created, updated, name, data, tags }: VariableTable): Variable => ({
  id,
  created,
  updated,
  name,
  value: data,
  tags,
});

export const getVariable = async (db: Queries, key: VariableKey): Promise<Variable> => {
  const row = await db.selectFrom("variable").selectAll().where(whereKey(key)).executeTakeFirst();
  if (row === undefined) throw noVariable();
  return toVariable(row);
};

/** What templates and placeholders see of a variable: its value, or undefined when there is none of that name. */
export const findVariableValue = async (db: Queries, name: string): Promise<Json | undefined> => {
  const row = await db.selectFrom("variable").select("data").where("name", "=", name).executeTakeFirst();
  return row?.data;
};

const orders = {
  NAME_ASC: ["name", "asc"],
  NAME_DESC: ["name", "desc"],
  CREATED_DESC: ["created", "desc"],
  UPDATED_DESC: ["updated", "desc"],
} as const satisfies Record<VariableSort, readonly ["name" | "created" | "updated", "asc" | "desc"]>;

interface Slice {
  readonly sort: VariableSort;
  readonly limit: number;
  readonly offset: number;
}

type Filter = VariableFilter | null | undefined;

const matching = (db: Queries, filter: Filter) => {
  const where = filter
    ? combine(filter.operator, [
        isAnyOf(column("variable.id"), filter.id?.any_),
        isNamed(db.dialect, column("variable.name"), filter.name),
        tagsMatch(db.dialect, column("variable.tags"), filter.tags),
      ])
    : undefined;
  const variables = db.selectFrom("variable");
  return where === undefined ? variables : variables.where(where);
};

export const listVariables = async (db: Queries, filter: Filter, { sort, limit, offset }: Slice): Promise<Variable[]> => {
  const [by, direction] = orders[sort];
  const rows = await matching(db, filter).selectAll().orderBy(by, direction).orderBy("id").limit(limit).offset(offset).execute();
  return rows.map(toVariable);
};

export const countVariables = async (db: Queries, filter: Filter): Promise<number> => {
  const row = await matching(db, filter).select(sql<number>`count(*)`.as("count")).executeTakeFirst();
  return row?.count ?? 0;
};
