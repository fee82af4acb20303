import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Queries } from "./connection.ts";
import type { Dialect } from "./dialect.ts";
import { allOf, type Condition, column, escapeLike } from "./filters/members.ts";
import { createTrigger } from "./postgres-triggers.ts";
import { areFew, type RunTexts, type Sought } from "./run-texts.ts";

/** Whose names and tags these are. */
type RunTable = "flow_run" | "task_run";

interface Estimate {
  readonly found: number;
  readonly all: number;
}

/**
 * Runs that are looked at to tell how many there are: those of forty places, as names and tags come in heaps. One place may still
 * have many of the few there are, which two samples hardly both meet. Each sample is of the same places every time, which memory
 * holds then, where others would have to be read from the disk.
 */
const sample = 4000;

/**
 * What a name holds, four letters at a time, and the last ones by themselves: letters `1234` are one entry of `-1234-5`, and less than
 * four begin some. Trigrams would be shared by far more names: PostgreSQL's own index of these, pg_trgm, reads ten times as much for a
 * part of one in five million names, does not know one or two letters, and needs a right that not every role has.
 */
const gram = 4;
/** Letters of a name that are looked at. A name may be a text of megabytes, which no `tsvector` holds. */
const mostLetters = 400;
/** Of a part of a name. More would hardly make the runs that have them all fewer. */
const mostGrams = 16;
/** Of names that are longer; no gram is that long. */
const longer = "longer";

/** Takes of a text in small letters, as `ilike` compares them, the grams that begin with one of its first. */
const grams = (text: string, first: string): string =>
  `(select array_agg(distinct substr(small, at, ${gram})) from lower(${text}) as small, generate_series(1, ${first}) as at)`;

const define = (head: string, body: string): string =>
  `create or replace function ${head} language sql immutable strict parallel safe as $$ select ${body} $$`;

const nameFunctions: readonly string[] = [
  define(
    "millrace_name_grams(name text) returns tsvector",
    `array_to_tsvector(${grams("name", `least(length(small), ${mostLetters})`)}
      || case when length(name) > ${mostLetters} then '{${longer}}'::text[] end)`,
  ),
  define(
    "millrace_part_query(part text) returns tsquery",
    `('(' || string_agg(ltrim(quote_literal(one), ' E') || case when length(one) < ${gram} then ':*' else '' end, ' & ') || ') | ${longer}')::tsquery
      from unnest(${grams("part", `least(greatest(1, length(small) - ${gram - 1}), ${mostGrams})`)}) as one`,
  ),
];

/**
 * Kept at once: a list of what is still to be taken in makes every search of five million names read it, and now and then one
 * write or search wait for a second until it is emptied.
 */
const indexNames = (run: RunTable): readonly string[] => [
  // Made of trigrams where there was the extension for it; elsewhere the comment said why not.
  `drop index if exists search_${run}_by_name`,
  `comment on table search_${run} is null`,
  `create index search_${run}_by_gram on search_${run} using gin (millrace_name_grams(name)) with (fastupdate = off)`,
  `analyze search_${run}`,
];

/** What finds runs by a part of their name. */
export const postgresNameIndexes: readonly string[] = [...nameFunctions, ...(["flow_run", "task_run"] as const).flatMap(indexNames)];

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
  ...createTrigger(`${run}_text_added`, `after insert on ${run} ${event}`, `insert into search_${run} (${run}_id, name, tags) ${added};`),
  ...createTrigger(`${run}_text_removed`, `after delete on ${run} for each row`, `delete from search_${run} where ${run}_id = old.id;`),
  ...createTrigger(
    `${run}_text_changed`,
    `after update of name, tags on ${run} for each row
      when (old.name is distinct from new.name or old.tags is distinct from new.tags)`,
    `update search_${run} set name = new.name, tags = new.tags where ${run}_id = new.id;`,
  ),
];

/** Flow runs come one by one; of task runs events bring many at once. */
const additions = {
  flow_run: ["values (new.id, new.name, new.tags)", "for each row"],
  task_run: ["select id, name, tags from added", "referencing new table as added for each statement"],
} as const;

/**
 * Of so many rows that an index finds PostgreSQL knows each one, in the 4 MB it has for them. Of more it knows the pages, and would
 * reckon the grams of every name there: then the names themselves are read, which takes a tenth of that.
 */
const mostIndexed = 50_000;

const holdGrams = (name: RawBuilder<unknown>, parts: readonly string[]): Condition | undefined =>
  allOf(parts.map((part) => sql<SqlBool>`millrace_name_grams(${name}) @@ millrace_part_query(${part})`));

export const createPostgresRunTexts = ({ like, jsonHasAny }: Pick<Dialect, "like" | "jsonHasAny">, run: RunTable): RunTexts => {
  const [texts, oid] = [sql.table(`search_${run}`), sql`${sql.lit(`search_${run}`)}::regclass`];
  const name = column(`search_${run}.name`);
  const conditionOf = ({ nameParts, tags }: Pick<Sought, "nameParts" | "tags">): Condition | undefined =>
    allOf([
      ...nameParts.map((part) => like(name, `%${escapeLike(part)}%`)),
      ...tags.map((list) => jsonHasAny(column(`search_${run}.tags`), list)),
    ]);
  /** How many rows meet a condition, as those of some places tell. */
  const estimate = async (db: Queries, where: Condition, places: number): Promise<Estimate> => {
    const { rows } = await sql<{ found: number; looked: number; all: number }>`
      select count(*) filter (where ${where}) as found, count(*) as looked,
        (select reltuples::bigint from pg_class where oid = ${oid}) as all
      from ${texts} tablesample system (
        (select least(100, ${100 * sample} / greatest(reltuples, 1)) from pg_class where oid = ${oid})
      ) repeatable (${sql.lit(places)})`.execute(db);
    const { found = 0, looked = 0, all = 0 } = rows[0] ?? {};
    return { found: looked === 0 ? 0 : (found / looked) * all, all };
  };
  /** The estimate of the first places that say that they are few; undefined where none do, and without a condition. */
  const estimateFew = async (
    db: Queries,
    where: Condition | undefined,
    isFew: (of: Estimate) => boolean,
  ): Promise<Estimate | undefined> => {
    if (where === undefined) return undefined;
    const first = await estimate(db, where, 1);
    if (isFew(first)) return first;
    const second = await estimate(db, where, 2);
    return isFew(second) ? second : undefined;
  };
  const areIndexed = ({ found }: Estimate): boolean => found <= mostIndexed;
  return {
    statements: statementsOf(run, additions[run]),
    narrow: {
      table: texts,
      async mayHold(db, nameParts, of) {
        const few = await estimateFew(db, conditionOf({ nameParts, tags: [] }), areIndexed);
        return few === undefined ? undefined : holdGrams(of, nameParts);
      },
    },
    async findFew(db, sought) {
      const where = conditionOf(sought);
      const few = await estimateFew(db, where, ({ found, all }) => areFew(found, all, sought));
      if (few === undefined) return undefined;
      const indexed = areIndexed(few) ? holdGrams(name, sought.nameParts) : undefined;
      // As a list, so that it is made first and looked up, whatever the planner thinks of the length of it.
      return (id) => sql<SqlBool>`${id} = any(array(select ${sql.ref(`${run}_id`)} from ${texts} where ${allOf([indexed, where])}))`;
    },
    isBehind: () => Promise.resolve(false),
    takeIn: () => Promise.resolve(0),
  };
};
