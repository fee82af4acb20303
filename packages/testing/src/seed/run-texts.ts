import type { Soil } from "./seed.ts";

const indexInPostgres = (run: string): readonly string[] => [
  `delete from search_${run}`,
  `insert into search_${run} (${run}_id, name, tags) select id, name, tags from ${run}`,
  `analyze search_${run}`,
];

/** Makes the index of names and tags anew: whoever fills a database in bulk may do without the triggers that keep it. */
export const indexTexts: Readonly<Record<Soil["dialect"], readonly string[]>> = {
  sqlite: [
    "delete from search_flow_run_change",
    "insert into search_flow_run (flow_run_id) select id from flow_run",
    `insert into search_flow_run_text (rowid, text) select position,
      name || char(31) || coalesce((select group_concat(value || char(31), '') from json_each(tags)), '')
      from search_flow_run join flow_run on id = flow_run_id`,
  ],
  postgres: [
    ...indexInPostgres("flow_run"),
    ...indexInPostgres("task_run"),
    "delete from search_flow_run_tag",
    `insert into search_flow_run_tag (tag, start_time, flow_run_id)
      select tag.value, coalesce(start_time, expected_start_time, 'infinity'), id from flow_run, jsonb_array_elements_text(tags) as tag (value)`,
    "analyze search_flow_run_tag",
  ],
};
