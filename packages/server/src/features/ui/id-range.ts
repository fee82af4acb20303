import { type SqlBool, sql } from "kysely";
import type { Condition } from "../../db/filters/members.ts";

export interface IdRange {
  readonly first: string;
  readonly last: string;
}

const whole = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const beginning = /^[0-9a-f]{8}[0-9a-f-]*$/i;

const toId = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5").toLowerCase();

/** The ids that a text means: the one it holds, as links and the names of resources do, or those that it is the beginning of. */
export const idsMeant = (text: string): IdRange | undefined => {
  const [id] = whole.exec(text) ?? [];
  if (id !== undefined) return { first: id.toLowerCase(), last: id.toLowerCase() };
  const digits = text.replaceAll("-", "");
  if (!beginning.test(text) || digits.length > 32) return undefined;
  return { first: toId(digits.padEnd(32, "0")), last: toId(digits.padEnd(32, "f")) };
};

export const isMeant = ({ first, last }: IdRange): Condition => sql<SqlBool>`it.id >= ${first} and it.id <= ${last}`;
