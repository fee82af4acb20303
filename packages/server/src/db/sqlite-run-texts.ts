import { type RawBuilder, type SqlBool, sql } from "kysely";
import { areFew, type RunTable, type RunTexts, type Sought } from "./run-texts.ts";

/** Stands between a name and each tag, and after each tag, so that a whole tag is a text of its own, however short. */
const border = "\u001f";

/** Runs that are counted before they are many, whatever there are. */
const mostListed = 10_000;
const mostCounted = 40_000;
/** Three letters each; more would hardly make the runs that have them all fewer. */
const mostTrigrams = 16;
/** Tags of one filter that are looked up. */
const mostTags = 50;

const indexed = (run: RunTable): string => `insert into search_${run}_text (rowid, text)
  select position, ${run}.name || char(31) || coalesce((select group_concat(value || char(31), '') from json_each(${run}.tags)), '')
  from search_${run} join ${run} on ${run}.id = search_${run}.${run}_id`;
const noted = (run: RunTable, name: string, [event, row]: readonly [string, "old" | "new"]): string =>
  `create trigger ${run}_${name} after ${event} begin
    insert into search_${run}_change (${run}_id) values (${row}.id) on conflict do nothing; end`;

const statementsOf = (run: RunTable): readonly string[] => [
  `create table search_${run} (position integer primary key, ${run}_id text not null unique)`,
  `create virtual table search_${run}_text using fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram', detail = none)`,
  `create table search_${run}_change (${run}_id text primary key) without rowid`,
  `insert into search_${run} (${run}_id) select id from ${run}`,
  indexed(run),
  noted(run, "text_added", [`insert on ${run}`, "new"]),
  noted(run, "text_removed", [`delete on ${run}`, "old"]),
  noted(run, "text_changed", [`update of name, tags on ${run} when old.name is not new.name or old.tags is not new.tags`, "new"]),
];

/** All of the trigrams of a text, in the words of FTS5; undefined where it has none. */
const holds = (part: string): string | undefined => {
  const letters = [...part];
  const all = [...new Set(letters.slice(2).map((_, index) => letters.slice(index, index + 3).join("")))];
  const asked = all.filter((each) => !each.includes("\0")).slice(0, mostTrigrams);
  return asked.length === 0 ? undefined : asked.map((each) => `"${each.replaceAll('"', '""')}"`).join(" AND ");
};

/** In the words of FTS5; undefined where the index does not know. */
const matchOf = ({ nameParts, tags }: Sought): string | undefined => {
  const ofTags = tags.map((list) => {
    const each = list.map((tag) => holds(`${border}${tag}${border}`));
    const known = each.filter((one) => one !== undefined);
    return known.length < each.length || known.length > mostTags ? undefined : known.map((one) => `(${one})`).join(" OR ");
  });
  const asked = [...nameParts.map(holds), ...ofTags].filter((one) => one !== undefined);
  return asked.length === 0 ? undefined : asked.map((one) => `(${one})`).join(" AND ");
};

/**
 * An index of trigrams, which SQLite keeps best for many rows at a time: triggers only note whose texts have changed, and a
 * service takes these in. Those not taken in yet may have anything.
 */
export const createSqliteRunTexts = (run: RunTable): RunTexts => {
  const part = (name: string): RawBuilder<unknown> => sql.table(`search_${run}${name}`);
  const [known, texts, changes] = [part(""), part("_text"), part("_change")];
  const run_id = sql.ref(`${run}_id`);
  /** So many of the changed runs, the same ones in each statement of a transaction. */
  const changed = (most: number) => sql`(select ${run_id} from ${changes} order by ${run_id} limit ${most})`;
  return {
    statements: statementsOf(run),
    async findFew(db, sought) {
      const match = matchOf(sought);
      if (match === undefined) return undefined;
      // By their names alone flow runs are counted along an index of these.
      const isCounted = sought.isCounted === true && (sought.tags.length > 0 || run === "task_run");
      const most = isCounted ? mostCounted : mostListed;
      const matching = sql`select rowid from ${texts} where ${texts} match ${match}`;
      const { rows } = await sql<{ found: number; all: number | null }>`
        select count(*) as found, (select max(position) from ${known}) as "all" from (${matching} limit ${most})`.execute(db);
      const { found = 0, all = 0 } = rows[0] ?? {};
      if (found === most || !areFew(found, all ?? 0, { ...sought, isCounted })) return undefined;
      return (id) => sql<SqlBool>`${id} in (
        select ${run_id} from ${known} where position in (${matching}) union all select ${run_id} from ${changes})`;
    },
    narrow: undefined,
    async isBehind(db) {
      const { rows } = await sql`select 1 from ${changes} limit 1`.execute(db);
      return rows.length > 0;
    },
    async takeIn(db, most) {
      const { rows } = await sql<{ count: number }>`select count(*) as count from ${changed(most)}`.execute(db);
      const count = rows[0]?.count ?? 0;
      if (count === 0) return 0;
      const found = sql`from ${known} where ${run_id} in ${changed(most)}`;
      await sql`delete from ${texts} where rowid in (select position ${found})`.execute(db);
      await sql`delete ${found}`.execute(db);
      await sql`insert into ${known} (${run_id}) select id from ${sql.table(run)} where id in ${changed(most)}`.execute(db);
      await sql`${sql.raw(indexed(run))} where ${sql.ref(`search_${run}.${run}_id`)} in ${changed(most)} order by position`.execute(db);
      await sql`delete from ${changes} where ${run_id} in ${changed(most)}`.execute(db);
      return count;
    },
    findLack: () => Promise.resolve(undefined),
    complete: () => Promise.resolve(),
  };
};
