import { namedKinds, type SearchHit, searchKinds } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Condition } from "../../db/filters/members.ts";
import { idsMeant, isMeant } from "./id-range.ts";

type Kind = SearchHit["kind"];

interface Source {
  /** The table as `it`, with what `detail` needs. */
  readonly from: string;
  readonly name: string;
  readonly detail: string;
  readonly state?: string;
  /** A condition that always holds of what is shown. */
  readonly where?: string;
}

/** Where each kind is found, the ones people look for most first. */
const sources: Readonly<Record<Kind, Source>> = {
  flow: { from: "flow as it", name: "it.name", detail: "null" },
  deployment: { from: "deployment as it join flow on flow.id = it.flow_id", name: "it.name", detail: "flow.name" },
  "work-pool": { from: "work_pool as it", name: "it.name", detail: "it.type" },
  automation: { from: "automation as it", name: "it.name", detail: "null" },
  variable: { from: "variable as it", name: "it.name", detail: "null" },
  "block-document": {
    from: "block_document as it join block_type on block_type.id = it.block_type_id",
    name: "it.name",
    detail: "block_type.name",
    where: "not it.is_anonymous",
  },
  "flow-run": { from: "flow_run as it join flow on flow.id = it.flow_id", name: "it.name", detail: "flow.name", state: "it.state_type" },
  "work-queue": { from: "work_queue as it join work_pool on work_pool.id = it.work_pool_id", name: "it.name", detail: "work_pool.name" },
  "task-run": {
    from: "task_run as it left join flow_run on flow_run.id = it.flow_run_id",
    name: "it.name",
    detail: "flow_run.name",
    state: "it.state_type",
  },
  artifact: { from: "artifact as it", name: "it.key", detail: "it.type" },
};

interface Found {
  readonly where: Condition;
  readonly order: RawBuilder<unknown>;
  readonly limit: number;
}

const select = async (ctx: Context, kind: Kind, { where, order, limit }: Found): Promise<Omit<SearchHit, "match">[]> => {
  const { from, name, detail, state = "null", where: always = "1 = 1" } = sources[kind];
  const { rows } = await sql<Omit<SearchHit, "match" | "kind">>`
    select it.id, ${sql.raw(name)} as name, cast(${sql.raw(detail)} as text) as detail, cast(${sql.raw(state)} as text) as state_type
    from ${sql.raw(from)} where ${sql.raw(always)} and ${where} order by ${order} limit ${limit}`.execute(ctx.db.heavyRead);
  return rows.map((row) => ({ ...row, kind }));
};

/** Things by their id or name, the best match first. Every query follows an index, or reads a table that stays small. */
export const search = async (ctx: Context, { query, limit, kinds }: Asked): Promise<SearchHit[]> => {
  const text = query.trim();
  if (text === "") return [];
  const wanted = (list: readonly Kind[]): readonly Kind[] => list.filter((kind) => kinds?.includes(kind) ?? true);
  const ids = idsMeant(text);
  const byId =
    ids === undefined
      ? []
      : await Promise.all(wanted(searchKinds).map((kind) => select(ctx, kind, { where: isMeant(ids), order: sql`it.id`, limit })));
  const found = byId.flat().map((hit): SearchHit => ({ ...hit, match: "id" }));
  if (ids?.first === ids?.last && found.length > 0) return found;
  const byName = await Promise.all(wanted(namedKinds).map((kind) => listByName(ctx, { kind, text, limit })));
  const known = new Set(found.map(({ id }) => id));
  const named = byName.flat().filter(({ id }) => !known.has(id));
  return [...found, ...named.sort((one, other) => matches.indexOf(one.match) - matches.indexOf(other.match))];
};

interface Asked {
  readonly query: string;
  readonly limit: number;
  readonly kinds: readonly Kind[] | null;
}

const matches: readonly SearchHit["match"][] = ["id", "exact", "prefix", "substring"];

interface Named {
  readonly kind: Kind;
  readonly text: string;
  readonly limit: number;
}

/** Flow runs that are looked through for a part of their name, the newest, where many have it. */
const mostLookedAt = 5000;
/** Names after the words in the order of names that are looked at for those that start with them. */
const mostAfter = 50;

const listByName = async (ctx: Context, { kind, text, limit }: Named): Promise<SearchHit[]> => {
  const hits = kind === "flow-run" ? await listRuns(ctx, text, limit) : await select(ctx, kind, { ...nameIsLike(ctx, kind, text), limit });
  const ranked = hits.map((hit): SearchHit => ({ ...hit, match: matchOf(hit, text) }));
  return ranked.sort((one, other) => matches.indexOf(one.match) - matches.indexOf(other.match)).slice(0, limit);
};

const matchOf = ({ name, detail, kind }: Omit<SearchHit, "match">, text: string): SearchHit["match"] => {
  const words = text.toLowerCase();
  const names = [name ?? "", ...(kind === "deployment" ? [`${detail}/${name}`] : [])].map((one) => one.toLowerCase());
  if (names.includes(words)) return "exact";
  return names.some((one) => one.startsWith(words)) ? "prefix" : "substring";
};

/** Names that hold the words, shorter ones first; of deployments also with their flow's, as they are written. */
const nameIsLike = (ctx: Context, kind: Kind, text: string) => {
  const { name, detail } = sources[kind];
  const of = kind === "deployment" ? sql.raw(`(${detail} || '/' || ${name})`) : sql.raw(name);
  const where = ctx.db.dialect.contains(of, text);
  return { where, order: sql`length(${sql.raw(name)}), ${sql.raw(name)}` };
};

/** There may be millions of runs: those that start with the words are next to each other in the order of names. */
const listRuns = async (ctx: Context, text: string, limit: number): Promise<Omit<SearchHit, "match">[]> => {
  const { runTexts, contains } = ctx.db.dialect;
  const mayHave = await runTexts.findFew(ctx.db.heavyRead, { nameParts: [text], tags: [] });
  const from =
    mayHave === undefined ? sql`flow_run order by id desc limit ${mostLookedAt}` : sql`flow_run where ${mayHave(sql.ref("flow_run.id"))}`;
  const newest = sql`it.id in (select newest.id from (select id, name from ${from}) as newest
    where ${contains(sql.ref("newest.name"), text)})`;
  const after = sql`it.id in (select next.id from (select id from flow_run where name >= ${text} order by name, id limit ${mostAfter}) as next)`;
  const [recent, following] = await Promise.all([
    select(ctx, "flow-run", { where: sql<SqlBool>`${newest}`, order: sql`it.id desc`, limit }),
    select(ctx, "flow-run", { where: sql<SqlBool>`${after}`, order: sql`it.name, it.id`, limit: mostAfter }),
  ]);
  const starting = following.filter(({ name }) => name?.toLowerCase().startsWith(text.toLowerCase()));
  return [...new Map([...starting, ...recent].map((hit) => [hit.id, hit])).values()];
};
