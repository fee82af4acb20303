import { type Fill, flowRunId } from "./runs.ts";
import type { Sizes } from "./sizes.ts";
import { expectedStart, scatter, second, type Timeline } from "./timeline.ts";
import type { Words } from "./words.ts";

interface Given {
  readonly words: Words;
  readonly timeline: Timeline;
  readonly sizes: Sizes;
}

/** Rows that runs leave behind, each of some run: `i` is the row, `n` its run. Few runs have many logs. */
const left = ({ words, timeline }: Given, [first, last]: readonly [number, number], run: string): string =>
  `(select i, n, ${expectedStart(timeline)} as at from (select n as i, ${run} as n from ${words.series(first, last)}) as row_of) as row_left`;

export const fillLogs =
  (given: Given): Fill =>
  (first, last) => {
    const { words, timeline } = given;
    const run = `(n * 10 / 1000 * 10 % ${timeline.future})`;
    return `insert into log (id, created, name, level, message, timestamp, flow_run_id, task_run_id)
      select ${words.id(`at + i % 1000 * ${second}`, "7", "i")}, ${words.time("at")}, 'prefect.flow_runs', case when i % 50 = 0 then 40 else 20 end,
        'Finished processing of partition ' || i || ' with 18734 records in 2.41 seconds, no warnings',
        ${words.time(`at + i % 1000 * ${second}`)}, ${flowRunId(words)}, case when i % 2 = 0 then ${words.id("at", "e", `(n * ${given.sizes.taskRunsEach})`)} end
      from ${left(given, [first, last], run)}`;
  };

const resource = (kind: string, id: string): string => `'{"prefect.resource.id": "prefect.${kind}.' || ${id} || '"}'`;

export const fillEvents =
  (given: Given): Fill =>
  (first, last) => {
    const { words, timeline, sizes } = given;
    const run = `(n * ${Math.max(1, Math.floor(timeline.future / Math.max(sizes.events, 1)))})`;
    const id = `('prefect.flow-run.' || ${flowRunId(words)})`;
    return `insert into event (id, occurred, received, event, resource_id, resource, related, payload)
      select ${words.id("at", "8", "i")}, ${words.time("at")}, ${words.time("at + 1000")},
        case ${scatter(5, 11, "i")} when 0 then 'prefect.flow-run.Running' when 1 then 'prefect.log.write' else 'prefect.flow-run.Completed' end,
        ${id}, ${words.json(resource("flow-run", flowRunId(words)))},
        ${words.json(`'[' || '{"prefect.resource.id": "prefect.flow.' || ${scatter(100, 12, "i")} || '", "prefect.resource.role": "flow"}]'`)},
        ${words.json(`'{"intended": {"from": "PENDING", "to": "RUNNING"}, "initial_state": null}'`)}
      from ${left(given, [first, last], run)}`;
  };

export const fillEventMentions =
  (given: Given): Fill =>
  (first, last) => {
    const { words, timeline, sizes } = given;
    const run = `(n * ${Math.max(1, Math.floor(timeline.future / Math.max(sizes.events, 1)))})`;
    return `insert into event_mention (resource_id, received)
      select distinct 'prefect.flow.' || ${scatter(100, 12, "i")}, ${words.time("at + 1000")} from ${left(given, [first, last], run)}`;
  };

export const fillArtifacts =
  (given: Given): Fill =>
  (first, last) => {
    const { words, timeline, sizes } = given;
    const run = `(n * ${Math.max(1, Math.floor(timeline.future / Math.max(sizes.artifacts, 1)))})`;
    return `insert into artifact (id, created, updated, key, type, description, data, flow_run_id)
      select ${words.id("at", "9", "i")}, ${words.time("at")}, ${words.time("at")}, case when i % 3 = 0 then 'report-' || (i % 200) end,
        case when i % 3 = 0 then 'markdown' else 'result' end, null, ${words.json(`'"# A report"'`)}, ${flowRunId(words)}
      from ${left(given, [first, last], run)}`;
  };

/** The newest artifact of each key stands for it. */
export const fillArtifactCollections = ({ words }: Given): string =>
  `insert into artifact_collection (id, created, updated, key, latest_id)
    select ${words.id("1700000000000000", "9", "place")}, created, updated, key, id from (
      select artifact.*, row_number() over (order by key) as place from artifact join (
        select key as latest_key, max(created) as latest from artifact where key is not null group by key) as newest on latest_key = key and latest = created) as latest_artifact`;
