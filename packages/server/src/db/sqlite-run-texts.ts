import { type SqlBool, sql } from "kysely";
import { areFew, type RunTexts, type Sought } from "./run-texts.ts";

/** Stands between a name and each tag, and after each tag, so that a whole tag is a text of its own, however short. */
const border = "\u001f";
const text = `flow_run.name || char(31) || coalesce((select group_concat(value || char(31), '') from json_each(flow_run.tags)), '')`;

/** Runs that are counted before they are many, whatever there are. */
const mostListed = 10_000;
const mostCounted = 40_000;
/** Three letters each; more would hardly make the runs that have them all fewer. */
const mostTrigrams = 16;
/** Of a text so long that nobody is called that, its beginning is looked up. */
const mostLetters = 400;
/** Tags of one filter that are looked up. */
const mostTags = 50;

const indexed = `insert into search_flow_run_text (rowid, text)
  select position, ${text} from search_flow_run join flow_run on flow_run.id = search_flow_run.flow_run_id`;
const noted = (name: string, event: string, row: "old" | "new"): string =>
  `create trigger flow_run_${name} after ${event} begin
    insert into search_flow_run_change (flow_run_id) values (${row}.id) on conflict do nothing; end`;

/** All of the trigrams of a text, in the words of FTS5; undefined where it has none. */
const holds = (part: string): string | undefined => {
  // The last one may be half a character.
  const letters = part.length > mostLetters ? [...part.slice(0, mostLetters)].slice(0, -1) : [...part];
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

/** So many of the changed runs, the same ones in each statement of a transaction. */
const changed = (most: number) => sql`(select flow_run_id from search_flow_run_change order by flow_run_id limit ${most})`;

/**
 * An index of trigrams, which SQLite keeps best for many rows at a time: triggers only note whose texts have changed, and a
 * service takes these in. Those not taken in yet may have anything.
 */
export const sqliteRunTexts: RunTexts = {
  statements: [
    "create table search_flow_run (position integer primary key, flow_run_id text not null unique)",
    "create virtual table search_flow_run_text using fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram', detail = none)",
    "create table search_flow_run_change (flow_run_id text primary key) without rowid",
    "insert into search_flow_run (flow_run_id) select id from flow_run",
    indexed,
    noted("text_added", "insert on flow_run", "new"),
    noted("text_removed", "delete on flow_run", "old"),
    noted("text_changed", "update of name, tags on flow_run when old.name is not new.name or old.tags is not new.tags", "new"),
  ],
  async findFew(db, sought) {
    const match = matchOf(sought);
    if (match === undefined) return undefined;
    // By their names alone runs are counted along an index of these.
    const isCounted = sought.isCounted === true && sought.tags.length > 0;
    const most = isCounted ? mostCounted : mostListed;
    const matching = sql`select rowid from search_flow_run_text where search_flow_run_text match ${match}`;
    const { rows } = await sql<{ found: number; all: number | null }>`
      select count(*) as found, (select max(position) from search_flow_run) as "all" from (${matching} limit ${most})`.execute(db);
    const { found = 0, all = 0 } = rows[0] ?? {};
    if (found === most || !areFew(found, all ?? 0, { ...sought, isCounted })) return undefined;
    return (id) => sql<SqlBool>`${id} in (
      select flow_run_id from search_flow_run where position in (${matching}) union all select flow_run_id from search_flow_run_change)`;
  },
  narrow: undefined,
  async isBehind(db) {
    const { rows } = await sql`select 1 from search_flow_run_change limit 1`.execute(db);
    return rows.length > 0;
  },
  async takeIn(db, most) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${changed(most)}`.execute(db);
    const count = rows[0]?.count ?? 0;
    if (count === 0) return 0;
    const known = sql`from search_flow_run where flow_run_id in ${changed(most)}`;
    await sql`delete from search_flow_run_text where rowid in (select position ${known})`.execute(db);
    await sql`delete ${known}`.execute(db);
    await sql`insert into search_flow_run (flow_run_id) select id from flow_run where id in ${changed(most)}`.execute(db);
    await sql`${sql.raw(indexed)} where search_flow_run.flow_run_id in ${changed(most)} order by position`.execute(db);
    await sql`delete from search_flow_run_change where flow_run_id in ${changed(most)}`.execute(db);
    return count;
  },
};
