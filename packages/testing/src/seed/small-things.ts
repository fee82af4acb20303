import { smallId } from "./runs.ts";
import { small } from "./sizes.ts";
import type { Timeline } from "./timeline.ts";
import type { Words } from "./words.ts";

/** The statements that make flows, pools, queues and deployments. */
export const fillSmallThings = (words: Words, timeline: Timeline): readonly string[] => {
  const start = words.time(String(timeline.first));
  const id = (kind: string, number = "n") => smallId({ words, timeline }, kind, number);
  const [deployments, queues] = [small.flows * small.deploymentsOfEach, small.pools * small.queuesOfEach];
  const empty = words.json("'{}'");
  return [
    `insert into flow (id, created, updated, name, tags, labels)
      select ${id("a")}, ${start}, ${start}, 'flow-' || n, ${words.json(`'["seeded"]'`)}, ${empty} from ${words.series(0, small.flows - 1)}`,
    `insert into work_pool (id, created, updated, name, type, base_job_template, is_paused, status, storage_configuration)
      select ${id("b")}, ${start}, ${start}, 'pool-' || n, 'process', ${empty}, ${words.no}, 'READY', ${empty} from ${words.series(0, small.pools - 1)}`,
    `insert into work_queue (id, created, updated, name, work_pool_id, priority, is_paused, status)
      select ${id("c")}, ${start}, ${start}, 'queue-' || (n % ${small.queuesOfEach}), ${id("b", `(n / ${small.queuesOfEach})`)},
        n % ${small.queuesOfEach} + 1, ${words.no}, 'READY' from ${words.series(0, queues - 1)}`,
    `insert into deployment (id, created, updated, name, flow_id, tags, labels, parameters, parameter_openapi_schema, enforce_parameter_schema,
        pull_steps, job_variables, work_queue_id, work_queue_name, paused, status)
      select ${id("d")}, ${start}, ${start}, 'deployment-' || n, ${id("a", `(n / ${small.deploymentsOfEach})`)}, ${words.json(`'["seeded"]'`)}, ${empty},
        ${empty}, ${empty}, ${words.no}, ${words.json("'[]'")}, ${empty}, ${id("c", `(n % ${queues})`)}, 'queue-' || (n % ${small.queuesOfEach}), ${words.no}, 'READY'
      from ${words.series(0, deployments - 1)}`,
  ];
};
