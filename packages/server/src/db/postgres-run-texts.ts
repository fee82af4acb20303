import { type SqlBool, sql } from "kysely";
import type { Dialect } from "./dialect.ts";
import type { Condition } from "./filters/members.ts";
import { allOf, column, escapeLike } from "./filters/members.ts";
import { tellLack } from "./postgres-lacks.ts";
import { areFew, type RunTexts, type Sought } from "./run-texts.ts";

/**
 * Runs that are looked at to tell how many there are: those of forty places, as names and tags come in heaps. One place may still
 * have many of the few there are, which two samples hardly both meet.
 */
const sample = 4000;

/**
 * Needs pg_trgm, which a role that may not create it in this database goes without; the table's comment keeps why there is no index.
 * Kept at once: a list of what is still to be taken in makes every search of five million names read it, and now and then one
 * write or search wait for a second until it is emptied.
 */
const indexNames = `do $$ declare home text; begin
  if to_regclass('search_flow_run_by_name') is null then
    create extension if not exists pg_trgm;
    select nspname into home from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm';
    execute format('create index search_flow_run_by_name on search_flow_run using gin (name %I.gin_trgm_ops) with (fastupdate = off)', home);
    comment on table search_flow_run is null;
  end if;
exception when others then
  begin
    execute format('comment on table search_flow_run is %L', sqlstate || ' ' || sqlerrm);
  exception when others then null; end;
end $$`;

const follow = (name: string, body: string): string =>
  `create or replace function millrace_flow_run_${name}() returns trigger language plpgsql as $$ begin ${body} return null; end $$`;

const conditionOf = ({ like, jsonHasAny }: Pick<Dialect, "like" | "jsonHasAny">, { nameParts, tags }: Sought): Condition | undefined =>
  allOf([
    ...nameParts.map((part) => like(column("search_flow_run.name"), `%${escapeLike(part)}%`)),
    ...tags.map((list) => jsonHasAny(column("search_flow_run.tags"), list)),
  ]);

/**
 * Names and tags once more, in a narrow table that transitions do not write to: each version of a run's own row would be
 * entered into these indexes anew.
 */
export const createPostgresRunTexts = (words: Pick<Dialect, "like" | "jsonHasAny">): RunTexts => ({
  statements: [
    "create table search_flow_run (flow_run_id uuid primary key, name text not null, tags jsonb not null)",
    "insert into search_flow_run (flow_run_id, name, tags) select id, name, tags from flow_run",
    `alter table search_flow_run set (parallel_workers = 0, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02,
      autovacuum_analyze_scale_factor = 0.02)`,
    "create index search_flow_run_by_tag on search_flow_run using gin (tags) with (fastupdate = off)",
    indexNames,
    "analyze search_flow_run",
    follow("text_added", "insert into search_flow_run (flow_run_id, name, tags) values (new.id, new.name, new.tags);"),
    follow("text_removed", "delete from search_flow_run where flow_run_id = old.id;"),
    follow("text_changed", "update search_flow_run set name = new.name, tags = new.tags where flow_run_id = new.id;"),
    "create trigger flow_run_text_added after insert on flow_run for each row execute function millrace_flow_run_text_added()",
    "create trigger flow_run_text_removed after delete on flow_run for each row execute function millrace_flow_run_text_removed()",
    `create trigger flow_run_text_changed after update of name, tags on flow_run for each row
      when (old.name is distinct from new.name or old.tags is distinct from new.tags) execute function millrace_flow_run_text_changed()`,
  ],
  narrow: sql`search_flow_run`,
  async findFew(db, sought) {
    const where = conditionOf(words, sought);
    if (where === undefined) return undefined;
    const areManyInSample = async (): Promise<boolean> => {
      const { rows } = await sql<{ found: number; looked: number; all: number }>`
        select count(*) filter (where ${where}) as found, count(*) as looked,
          (select reltuples::bigint from pg_class where oid = 'search_flow_run'::regclass) as all
        from search_flow_run tablesample system (
          (select least(100, ${100 * sample} / greatest(reltuples, 1)) from pg_class where oid = 'search_flow_run'::regclass))`.execute(db);
      const { found = 0, looked = 0, all = 0 } = rows[0] ?? {};
      return looked > 0 && !areFew((found / looked) * all, all, sought);
    };
    if ((await areManyInSample()) && (await areManyInSample())) return undefined;
    // As a list, so that it is made first and looked up, whatever the planner thinks of the length of it.
    return (id) => sql<SqlBool>`${id} = any(array(select flow_run_id from search_flow_run where ${where}))`;
  },
  isBehind: () => Promise.resolve(false),
  takeIn: () => Promise.resolve(0),
  async findLack(db) {
    const { rows } = await sql<{ is_there: boolean; reason: string | null; has_extension: boolean }>`
      select to_regclass('search_flow_run_by_name') is not null as is_there, obj_description(to_regclass('search_flow_run'), 'pg_class') as reason,
        exists (select from pg_extension where extname = 'pg_trgm') as has_extension`.execute(db);
    const [found] = rows;
    return found === undefined || found.is_there ? undefined : tellLack(found);
  },
  async complete(db) {
    await sql.raw(indexNames).execute(db);
  },
});
