import { type Sizes, small } from "./sizes.ts";
import { expectedStart, scatter, second, type Timeline } from "./timeline.ts";
import type { Words } from "./words.ts";

/** A statement that fills one table for the runs from a number to another. */
export type Fill = (first: number, last: number) => string;

interface Given {
  readonly words: Words;
  readonly timeline: Timeline;
  readonly sizes: Sizes;
}

const deployments = small.flows * small.deploymentsOfEach;
const queues = small.pools * small.queuesOfEach;
const when = (micros: string) => micros;

/** The ids of what there are few of: fixed by their number. */
export const smallId = ({ words, timeline }: Pick<Given, "words" | "timeline">, kind: string, number: string): string =>
  words.id(String(timeline.first), kind, number);

/** Flows are not alike: the first ones have most runs. Four runs in five are of a deployment. */
const deploymentOf = `(${scatter(deployments, 1)} * ${scatter(deployments, 2)} / ${deployments})`;
const hasDeployment = `${scatter(5, 3)} > 0`;
const flowOf = `(${deploymentOf} / ${small.deploymentsOfEach})`;
const queueOf = `(${deploymentOf} % ${queues})`;

const stateOf = ({ future, today }: Timeline): { type: string; name: string } => {
  const chance = scatter(10_000, 4);
  const choose = ([running, pending, late, waiting, failed, cancelled, crashed, completed]: readonly string[]): string =>
    `(case when n >= ${future} then '${waiting}' when n >= ${today} and ${chance} < 200 then '${running}'
      when n >= ${today} and ${chance} < 300 then '${pending}' when n >= ${today} and ${chance} < 500 then '${late}'
      when ${chance} < 600 then '${failed}' when ${chance} < 800 then '${cancelled}' when ${chance} < 850 then '${crashed}'
      else '${completed}' end)`;
  return {
    type: choose(["RUNNING", "PENDING", "SCHEDULED", "SCHEDULED", "FAILED", "CANCELLED", "CRASHED", "COMPLETED"]),
    name: choose(["Running", "Pending", "Late", "Scheduled", "Failed", "Cancelled", "Crashed", "Completed"]),
  };
};

/** The columns that runs of both kinds share, from a table of numbers with `at`, `type` and `name`. */
const started = "type not in ('SCHEDULED', 'PENDING')";
const ended = "type in ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED')";
const delay = `${scatter(90, 5)} * ${second}`;
const length = `${scatter(600, 6)} * ${second} + 123456`;
const stateTime = `(case when ${ended} then at + ${delay} + ${length} when ${started} then at + ${delay} else at - ${60 * second} end)`;

const numbered = ({ words, timeline }: Given, first: number, last: number): string => {
  const { type, name } = stateOf(timeline);
  return `(select n, ${when(expectedStart(timeline))} as at, ${type} as type, ${name} as name from ${words.series(first, last)}) as run`;
};

const sometimes = (condition: string, value: string): string => `case when ${condition} then ${value} end`;

export const flowRunId = (words: Words): string => words.id("at", "f", "n");
const stateId = (words: Words): string => words.id("at", "5", "n");

export const fillFlowRuns =
  (given: Given): Fill =>
  (first, last) => {
    const { words } = given;
    const created = words.time(`at - ${3600 * second}`);
    return `insert into flow_run (id, created, updated, name, flow_id, deployment_id, work_queue_id, work_queue_name, parameters, context,
        empirical_policy, tags, labels, auto_scheduled, state_id, state_type, state_name, state_timestamp, run_count,
        expected_start_time, next_scheduled_start_time, start_time, end_time, total_run_time)
      select ${flowRunId(words)}, ${created}, ${words.time(stateTime)}, 'run-' || ${scatter(999_983, 7)} || '-' || n,
        ${smallId(given, "a", flowOf)}, ${sometimes(hasDeployment, smallId(given, "d", deploymentOf))},
        ${sometimes(hasDeployment, smallId(given, "c", queueOf))}, ${sometimes(hasDeployment, `'queue-' || (${queueOf} % ${small.queuesOfEach})`)},
        ${words.json(`'{"region": "eu", "day": "2026-01-01", "limit": 100}'`)}, ${words.json("'{}'")},
        ${words.json(`'{"retries": 0, "retry_delay": 0, "retry_type": null, "pause_keys": [], "resuming": false}'`)},
        ${words.json(`case ${scatter(50, 8)} when 0 then '["rare", "nightly"]' when 1 then '["manual"]' else '["nightly"]' end`)},
        ${words.json("'{}'")}, ${words.no}, ${stateId(words)}, type, name, ${words.time(stateTime)}, case when ${started} then 1 else 0 end,
        ${words.time("at")}, ${sometimes("type = 'SCHEDULED'", words.time("at"))}, ${sometimes(started, words.time(`at + ${delay}`))},
        ${sometimes(ended, words.time(`at + ${delay} + ${length}`))}, case when ${ended} then (${length}) / 1000000.0 else 0 end
      from ${numbered(given, first, last)}`;
  };

export const fillFlowRunStates =
  (given: Given): Fill =>
  (first, last) => {
    const { words } = given;
    return `insert into flow_run_state (id, flow_run_id, type, name, timestamp, message, state_details, data)
      select ${stateId(words)}, ${flowRunId(words)}, type, name, ${words.time(stateTime)}, 'Finished in state ' || name,
        ${words.json(`'{"flow_run_id": null, "untrackable_result": false}'`)}, null
      from ${numbered(given, first, last)}`;
  };

/** Task `k` of run `n` has the number n * taskRunsEach + k. */
const tasked = (given: Given, first: number, last: number): string =>
  `(select n * ${given.sizes.taskRunsEach} + k as number, k, run.* from ${numbered(given, first, last)}
    join (select n as k from ${given.words.series(0, given.sizes.taskRunsEach - 1)}) as task on 1 = 1 where n % 10 = 0) as task_of_run`;

export const fillTaskRuns =
  (given: Given): Fill =>
  (first, last) => {
    const { words } = given;
    const [taskId, taskStateId] = [words.id("at", "e", "number"), words.id("at", "6", "number")];
    return `insert into task_run (id, created, updated, name, flow_run_id, task_key, dynamic_key, flow_run_run_count, empirical_policy, task_inputs, tags,
        labels, state_id, state_type, state_name, state_timestamp, run_count, expected_start_time, next_scheduled_start_time, start_time, end_time, total_run_time)
      select ${taskId}, ${words.time("at")}, ${words.time(stateTime)}, 'task-' || k, ${flowRunId(words)}, 'task', '' || k, 1,
        ${words.json("'{}'")}, ${words.json("'{}'")}, ${words.json("'[]'")}, ${words.json("'{}'")}, ${taskStateId}, type, name, ${words.time(stateTime)}, 1,
        ${words.time("at")}, null, ${sometimes(started, words.time(`at + ${delay}`))},
        ${sometimes(ended, words.time(`at + ${delay} + ${length}`))}, case when ${ended} then (${length}) / 1000000.0 else 0 end
      from ${tasked(given, first, last)}`;
  };

export const fillTaskRunStates =
  (given: Given): Fill =>
  (first, last) => {
    const { words } = given;
    return `insert into task_run_state (id, task_run_id, type, name, timestamp, message, state_details, data)
      select ${words.id("at", "6", "number")}, ${words.id("at", "e", "number")}, type, name, ${words.time(stateTime)}, null, ${words.json("'{}'")}, null
      from ${tasked(given, first, last)}`;
  };
