import type { Soil } from "./seed.ts";

const indexInSqlite = (run: string): readonly string[] => [
  `delete from search_${run}_change`,
  `insert into search_${run} (${run}_id) select id from ${run}`,
  `insert into search_${run}_text (rowid, text) select position,
    name || char(31) || coalesce((select group_concat(value || char(31), '') from json_each(tags)), '')
    from search_${run} join ${run} on id = ${run}_id`,
];

const indexInPostgres = (run: string): readonly string[] => [
  `delete from search_${run}`,
  `insert into search_${run} (${run}_id, name, tags) select id, name, tags from ${run}`,
  `analyze search_${run}`,
];

/** Makes the indexes of names and tags anew: whoever fills a database in bulk may do without the triggers that keep them. */
export const indexTexts: Readonly<Record<Soil["dialect"], readonly string[]>> = {
  sqlite: [...indexInSqlite("flow_run"), ...indexInSqlite("task_run")],
  postgres: [...indexInPostgres("flow_run"), ...indexInPostgres("task_run")],
};
