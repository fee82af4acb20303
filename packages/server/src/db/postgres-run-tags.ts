/**
 * Each tag of a flow run once more, beside the start of its run: lists by a tag, newest or oldest first, go along its runs alone,
 * however few of all these are and however long ago they were. A run without tags costs nothing.
 */
import { createTrigger } from "./postgres-triggers.ts";
import { mostTagLetters } from "./run-texts.ts";

const startOf = (row: string): string => `coalesce(${row}.start_time, ${row}.expected_start_time, 'infinity')`;

const addOf = (row: string, from: string): string =>
  `insert into search_flow_run_tag (tag, start_time, flow_run_id)
    select distinct tag.value, ${startOf(row)}, ${row}.id from ${from} jsonb_array_elements_text(${row}.tags) as tag (value)
      where length(tag.value) <= ${mostTagLetters}`;
const add = `${addOf("new", "")};`;
const ofOld = `where tag = any (array(select jsonb_array_elements_text(old.tags))) and start_time = ${startOf("old")} and flow_run_id = old.id`;
const remove = `delete from search_flow_run_tag ${ofOld};`;
const move = `update search_flow_run_tag set start_time = ${startOf("new")} ${ofOld};`;

/** Not analyzed: the triggers of a new database would keep to plans for an empty table, which read all of it. */
export const postgresRunTags: readonly string[] = [
  "create table search_flow_run_tag (tag text not null, start_time timestamptz not null, flow_run_id uuid not null)",
  addOf("flow_run", "flow_run,"),
  "create index search_flow_run_tag_by_start on search_flow_run_tag (tag, start_time, flow_run_id)",
  `alter table search_flow_run_tag set (parallel_workers = 0, autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)`,
  ...createTrigger("flow_run_tag_added", "after insert on flow_run for each row when (new.tags <> '[]')", add),
  ...createTrigger("flow_run_tag_removed", "after delete on flow_run for each row when (old.tags <> '[]')", remove),
  ...createTrigger("flow_run_tag_changed", "after update of tags on flow_run for each row when (old.tags <> new.tags)", `${remove} ${add}`),
  ...createTrigger(
    "flow_run_tag_moved",
    `after update of start_time, expected_start_time on flow_run for each row
      when (old.tags <> '[]' and old.tags = new.tags and ${startOf("old")} <> ${startOf("new")})`,
    move,
  ),
];
