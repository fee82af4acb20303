import { type SqlBool, sql } from "kysely";
import type { Dialect } from "./dialect.ts";
import { allOf, column, escapeLike } from "./filters/members.ts";
import { tellLack } from "./postgres-lacks.ts";
import { areFew, type RunTexts } from "./run-texts.ts";

/** Whose names and tags these are. */
type RunTable = "flow_run" | "task_run";

/**
 * Runs that are looked at to tell how many there are: those of forty places, as names and tags come in heaps. One place may still
 * have many of the few there are, which two samples hardly both meet. Each sample is of the same places every time, which memory
 * holds then, where others would have to be read from the disk.
 */
const sample = 4000;

/**
 * Needs pg_trgm, which a role that may not create it in this database goes without; the table's comment keeps why there is no index.
 * Kept at once: a list of what is still to be taken in makes every search of five million names read it, and now and then one
 * write or search wait for a second until it is emptied.
 */
const indexNames = (run: RunTable): string => `do $$ declare home text; begin
  if to_regclass('search_${run}_by_name') is null then
    create extension if not exists pg_trgm;
    select nspname into home from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm';
    execute format('create index search_${run}_by_name on search_${run} using gin (name %I.gin_trgm_ops) with (fastupdate = off)', home);
    comment on table search_${run} is null;
  end if;
exception when others then
  begin
    execute format('comment on table search_${run} is %L', sqlstate || ' ' || sqlerrm);
  exception when others then null; end;
end $$`;

const follow = (name: string, body: string): string =>
  `create or replace function millrace_${name}() returns trigger language plpgsql as $$ begin ${body} return null; end $$`;

/**
 * Names and tags once more, in a narrow table that transitions do not write to: each version of a run's own row would be
 * entered into these indexes anew.
 */
const statementsOf = (run: RunTable, [added, event]: readonly [string, string]): readonly string[] => [
  `create table search_${run} (${run}_id uuid primary key, name text not null, tags jsonb not null)`,
  `insert into search_${run} (${run}_id, name, tags) select id, name, tags from ${run}`,
  `alter table search_${run} set (parallel_workers = 0, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02,
    autovacuum_analyze_scale_factor = 0.02)`,
  `create index search_${run}_by_tag on search_${run} using gin (tags) with (fastupdate = off)`,
  indexNames(run),
  `analyze search_${run}`,
  follow(`${run}_text_added`, `insert into search_${run} (${run}_id, name, tags) ${added};`),
  `create trigger ${run}_text_added after insert on ${run} ${event} execute function millrace_${run}_text_added()`,
  follow(`${run}_text_removed`, `delete from search_${run} where ${run}_id = old.id;`),
  follow(`${run}_text_changed`, `update search_${run} set name = new.name, tags = new.tags where ${run}_id = new.id;`),
  `create trigger ${run}_text_removed after delete on ${run} for each row execute function millrace_${run}_text_removed()`,
  `create trigger ${run}_text_changed after update of name, tags on ${run} for each row
    when (old.name is distinct from new.name or old.tags is distinct from new.tags) execute function millrace_${run}_text_changed()`,
];

/** Flow runs come one by one; of task runs events bring many at once. */
const additions = {
  flow_run: ["values (new.id, new.name, new.tags)", "for each row"],
  task_run: ["select id, name, tags from added", "referencing new table as added for each statement"],
} as const;

export const createPostgresRunTexts = ({ like, jsonHasAny }: Pick<Dialect, "like" | "jsonHasAny">, run: RunTable): RunTexts => ({
  statements: statementsOf(run, additions[run]),
  narrow: sql.table(`search_${run}`),
  async findFew(db, sought) {
    const { nameParts, tags } = sought;
    const [texts, oid] = [sql.table(`search_${run}`), sql`${sql.lit(`search_${run}`)}::regclass`];
    const where = allOf([
      ...nameParts.map((part) => like(column(`search_${run}.name`), `%${escapeLike(part)}%`)),
      ...tags.map((list) => jsonHasAny(column(`search_${run}.tags`), list)),
    ]);
    if (where === undefined) return undefined;
    const areManyInSample = async (places: number): Promise<boolean> => {
      const { rows } = await sql<{ found: number; looked: number; all: number }>`
        select count(*) filter (where ${where}) as found, count(*) as looked,
          (select reltuples::bigint from pg_class where oid = ${oid}) as all
        from ${texts} tablesample system (
          (select least(100, ${100 * sample} / greatest(reltuples, 1)) from pg_class where oid = ${oid})
        ) repeatable (${sql.lit(places)})`.execute(db);
      const { found = 0, looked = 0, all = 0 } = rows[0] ?? {};
      return looked > 0 && !areFew((found / looked) * all, all, sought);
    };
    if ((await areManyInSample(1)) && (await areManyInSample(2))) return undefined;
    // As a list, so that it is made first and looked up, whatever the planner thinks of the length of it.
    return (id) => sql<SqlBool>`${id} = any(array(select ${sql.ref(`${run}_id`)} from ${texts} where ${where}))`;
  },
  isBehind: () => Promise.resolve(false),
  takeIn: () => Promise.resolve(0),
  async findLack(db) {
    const { rows } = await sql<{ is_there: boolean; reason: string | null; has_extension: boolean }>`
      select to_regclass(${`search_${run}_by_name`}) is not null as is_there,
        obj_description(to_regclass(${`search_${run}`}), 'pg_class') as reason,
        exists (select from pg_extension where extname = 'pg_trgm') as has_extension`.execute(db);
    const [found] = rows;
    return found === undefined || found.is_there ? undefined : tellLack(found);
  },
  async complete(db) {
    await sql.raw(indexNames(run)).execute(db);
  },
});
