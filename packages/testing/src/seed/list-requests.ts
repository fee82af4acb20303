/** A request as pages and commands send it, and where it comes from. */
export interface ListRequest {
  readonly name: string;
  readonly path: string;
  readonly body?: object;
  /** It adds up what lists would show, which takes longer. */
  readonly isSum?: true;
}

/** Sends a request that has to succeed, and gives its body. */
export type Ask = <T>(method: string, path: string, body?: object) => Promise<T>;

interface Named {
  readonly id: string;
}

/** Things of a seeded database to ask for. */
interface Known {
  readonly flow: string;
  readonly deployments: readonly string[];
  readonly flowRun: string;
  readonly taskRun: string;
  readonly resource: string;
}

const findKnown = async (ask: Ask): Promise<Known> => {
  const flow = await ask<Named>("GET", "/flows/name/flow-3");
  const deployments = await ask<Named[]>("POST", "/deployments/filter", { limit: 10, flows: { id: { any_: [flow.id] } } });
  const [taskRun] = await ask<(Named & { flow_run_id: string })[]>("POST", "/task_runs/filter", {
    limit: 1,
    sort: "EXPECTED_START_TIME_ASC",
  });
  if (taskRun === undefined) throw new Error("The database was not seeded.");
  const flowRun = taskRun.flow_run_id;
  return {
    flow: flow.id,
    deployments: deployments.map(({ id }) => id),
    flowRun,
    taskRun: taskRun.id,
    resource: `prefect.flow-run.${flowRun}`,
  };
};

const flowRunSorts = [
  "ID_DESC",
  "START_TIME_ASC",
  "START_TIME_DESC",
  "EXPECTED_START_TIME_ASC",
  "EXPECTED_START_TIME_DESC",
  "NAME_ASC",
  "NAME_DESC",
  "NEXT_SCHEDULED_START_TIME_ASC",
  "END_TIME_DESC",
];

const at = (now: Date, hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString();

const flowRunLists = ({ flow, deployments, flowRun, taskRun }: Known, now: Date): ListRequest[] => {
  const list = (name: string, body: object): ListRequest => ({
    name: `flow runs ${name}`,
    path: "/flow_runs/filter",
    body: { limit: 200, ...body },
  });
  const today = { start_time: { after_: at(now, -24), before_: at(now, 0) } };
  const [deployment = ""] = deployments;
  return [
    ...flowRunSorts.map((sort) => list(`by ${sort}`, { sort })),
    list("of today", { sort: "START_TIME_DESC", flow_runs: { ...today, parent_task_run_id: { is_null_: true } } }),
    list("that failed today", { sort: "START_TIME_DESC", flow_runs: { ...today, state: { type: { any_: ["FAILED", "CRASHED"] } } } }),
    list("in rare states", { sort: "EXPECTED_START_TIME_DESC", flow_runs: { state: { type: { any_: ["CANCELLING", "PAUSED"] } } } }),
    list("that completed", { sort: "START_TIME_DESC", flow_runs: { state: { name: { any_: ["Completed"] } } } }),
    list("that failed ever", { sort: "END_TIME_DESC", flow_runs: { state: { type: { any_: ["FAILED", "CRASHED"] } } } }),
    list("of a state nobody has", { sort: "START_TIME_DESC", flow_runs: { state: { name: { any_: ["Suspended"] } } } }),
    list("that go on", { sort: "START_TIME_DESC", flow_runs: { state: { type: { any_: ["RUNNING", "PENDING"] } } } }),
    list("that are late", { sort: "START_TIME_DESC", flow_runs: { state: { name: { any_: ["Late"] } } } }),
    list("by a part of their name", { sort: "START_TIME_DESC", flow_runs: { name: { like_: "-1234" } } }),
    list("by a part of many names", { sort: "START_TIME_DESC", flow_runs: { name: { like_: "run-7" } } }),
    list("by a part of no name", { sort: "START_TIME_DESC", limit: 50, flow_runs: { name: { like_: "nowhere" } } }),
    list("by a part of their name, of today", { sort: "START_TIME_DESC", flow_runs: { ...today, name: { like_: "-1234" } } }),
    list("by their name", { sort: "START_TIME_DESC", flow_runs: { name: { any_: ["run-7-1"] } } }),
    list("with a rare tag", { sort: "START_TIME_DESC", flow_runs: { tags: { all_: ["rare"] } } }),
    list("with tags that nobody has together", { sort: "START_TIME_DESC", flow_runs: { tags: { all_: ["rare", "manual"] } } }),
    list("with a tag that nobody has", { sort: "EXPECTED_START_TIME_DESC", flow_runs: { tags: { any_: ["of-nobody"] } } }),
    list("with tags", { sort: "START_TIME_DESC", flow_runs: { tags: { any_: ["nightly"] } } }),
    list("of a flow", { sort: "START_TIME_DESC", flows: { id: { any_: [flow] } } }),
    list("of a flow by name", { sort: "EXPECTED_START_TIME_DESC", limit: 15, flows: { name: { any_: ["flow-90"] } } }),
    list("of a flow in a state", {
      sort: "START_TIME_DESC",
      flows: { id: { any_: [flow] } },
      flow_runs: { state: { name: { any_: ["Failed"] } } },
    }),
    list("of a deployment", { sort: "START_TIME_DESC", deployments: { id: { any_: [deployment] } } }),
    list("of a deployment, the last", { sort: "START_TIME_DESC", limit: 1, flow_runs: { deployment_id: { any_: [deployment] } } }),
    list("of a deployment, to come", {
      sort: "NEXT_SCHEDULED_START_TIME_ASC",
      deployments: { id: { any_: [deployment] } },
      flow_runs: { state: { name: { any_: ["Scheduled"] } } },
    }),
    list("of several deployments", { sort: "START_TIME_DESC", limit: 60, flow_runs: { deployment_id: { any_: deployments } } }),
    list("of a pool", { sort: "START_TIME_DESC", work_pools: { name: { any_: ["pool-1"] } } }),
    list("of a pool in a state", {
      sort: "START_TIME_DESC",
      work_pools: { name: { any_: ["pool-1"] } },
      flow_runs: { state: { type: { any_: ["RUNNING"] } } },
    }),
    list("of a queue", {
      sort: "START_TIME_DESC",
      work_pools: { name: { any_: ["pool-1"] } },
      work_pool_queues: { name: { any_: ["queue-0"] } },
    }),
    list("called by a task run", { sort: "ID_DESC", limit: 1, flow_runs: { parent_task_run_id: { any_: [taskRun] } } }),
    list("called by a flow run", { sort: "START_TIME_DESC", flow_runs: { parent_flow_run_id: { any_: [flowRun] } } }),
  ];
};

const flowRunPages = ({ flow }: Known, now: Date): ListRequest[] => {
  const week = { start_time: { after_: at(now, -5 * 24), before_: at(now, 0) } };
  const today = { start_time: { after_: at(now, -24), before_: at(now, 0) } };
  const pool = { work_pools: { name: { any_: ["pool-1"] } } };
  return [
    { name: "flow runs, a page", path: "/flow_runs/paginate", body: { limit: 50, page: 2, sort: "START_TIME_DESC", flow_runs: week } },
    {
      name: "flow runs by a part of their name, a page",
      path: "/flow_runs/paginate",
      body: { limit: 50, sort: "START_TIME_DESC", flow_runs: { name: { like_: "-1234" } } },
    },
    { name: "count of flow runs by a part of their name", path: "/flow_runs/count", body: { flow_runs: { name: { like_: "-1234" } } } },
    { name: "flow runs, a page of all", path: "/flow_runs/paginate", body: { limit: 100, sort: "START_TIME_DESC" } },
    {
      name: "flow runs of a flow, a page",
      path: "/flow_runs/paginate",
      body: { limit: 50, sort: "START_TIME_DESC", flows: { id: { any_: [flow] } } },
    },
    { name: "flow runs of a pool, a page", path: "/flow_runs/paginate", body: { limit: 50, sort: "START_TIME_DESC", ...pool } },
    { name: "count of all flow runs", path: "/flow_runs/count", body: {} },
    { name: "count of flow runs in a state", path: "/flow_runs/count", body: { flow_runs: { state: { type: { any_: ["COMPLETED"] } } } } },
    { name: "count of a flow's runs", path: "/flow_runs/count", body: { flows: { id: { any_: [flow] } } } },
    {
      name: "count of a pool's late runs",
      path: "/flow_runs/count",
      body: { ...pool, flow_runs: { state: { name: { any_: ["Late"] } } } },
    },
    {
      name: "count of today's flow runs",
      path: "/flow_runs/count",
      body: { flow_runs: { ...today, state: { type: { any_: ["COMPLETED"] } } } },
    },
    { name: "lateness of today's runs", path: "/flow_runs/lateness", body: { flow_runs: { expected_start_time: today.start_time } } },
    {
      name: "lateness of a pool today",
      path: "/flow_runs/lateness",
      body: { ...pool, flow_runs: { expected_start_time: today.start_time } },
    },
    {
      name: "dots of today",
      path: "/ui/flow_runs/history",
      body: { limit: 1000, sort: "EXPECTED_START_TIME_DESC", flow_runs: { expected_start_time: today.start_time } },
    },
    { name: "dots of all", path: "/ui/flow_runs/history", body: { limit: 1000 } },
    {
      name: "history of 24 hours",
      path: "/flow_runs/history",
      body: { history_start: at(now, -24), history_end: at(now, 0.08), history_interval_seconds: 300 },
    },
    {
      name: "history of an ordinary day",
      path: "/flow_runs/history",
      body: { history_start: at(now, -72), history_end: at(now, -48), history_interval_seconds: 300 },
    },
    {
      name: "history of a pool's 24 hours",
      path: "/flow_runs/history",
      body: { history_start: at(now, -24), history_end: at(now, 0), history_interval_seconds: 3600, ...pool },
    },
  ];
};

const runLists = ({ flowRun, taskRun, flow }: Known, now: Date): ListRequest[] => {
  const ofRun = { flow_runs: { id: { any_: [flowRun] } } };
  const today = { after_: at(now, -24), before_: at(now, 0) };
  return [
    { name: "a flow run's states", path: `/flow_run_states/?flow_run_id=${flowRun}` },
    { name: "a flow run's graph", path: `/flow_runs/${flowRun}/graph-v2` },
    { name: "task runs of a run", path: "/task_runs/filter", body: { limit: 200, sort: "EXPECTED_START_TIME_DESC", ...ofRun } },
    {
      name: "task runs of a run, a page",
      path: "/task_runs/paginate",
      body: { limit: 50, sort: "EXPECTED_START_TIME_ASC", task_runs: { flow_run_id: { any_: [flowRun] } } },
    },
    { name: "task runs by id", path: "/task_runs/filter", body: { limit: 200, sort: "ID_DESC" } },
    { name: "task runs by name", path: "/task_runs/filter", body: { limit: 200, sort: "NAME_ASC" } },
    { name: "task runs by end", path: "/task_runs/filter", body: { limit: 200, sort: "END_TIME_DESC" } },
    { name: "task runs by start", path: "/task_runs/paginate", body: { limit: 50, sort: "EXPECTED_START_TIME_DESC" } },
    {
      name: "task runs of today's runs",
      path: "/task_runs/paginate",
      body: { limit: 50, sort: "EXPECTED_START_TIME_DESC", flow_runs: { start_time: today } },
    },
    {
      name: "task runs by a part of no name",
      path: "/task_runs/filter",
      body: { limit: 50, sort: "EXPECTED_START_TIME_DESC", task_runs: { name: { like_: "nowhere" } } },
    },
    {
      name: "task runs with a tag that nobody has",
      path: "/task_runs/filter",
      body: { limit: 50, sort: "EXPECTED_START_TIME_DESC", task_runs: { tags: { all_: ["of-nobody"] } } },
    },
    { name: "count of all task runs", path: "/task_runs/count", body: {} },
    { name: "count of a run's task runs", path: "/task_runs/count", body: ofRun },
    {
      name: "count of today's task runs",
      path: "/task_runs/count",
      body: { task_runs: { start_time: today, state: { type: { any_: ["COMPLETED"] } } } },
    },
    {
      name: "count of a flow's task runs today",
      path: "/task_runs/count",
      body: { task_runs: { start_time: today }, flows: { id: { any_: [flow] } } },
    },
    {
      name: "task runs today",
      path: "/task_runs/history",
      body: { history_start: today.after_, history_end: today.before_, history_interval_seconds: 3600 },
    },
    { name: "task runs by period", path: "/ui/task_runs/dashboard/counts", body: { task_runs: { start_time: { after_: today.after_ } } } },
    { name: "task runs by state", path: "/ui/task_runs/count", body: ofRun },
    { name: "numbers of task runs", path: "/ui/flow_runs/count-task-runs", body: { flow_run_ids: [flowRun] } },
    {
      name: "logs of a run",
      path: "/logs/filter",
      body: { limit: 200, sort: "TIMESTAMP_ASC", logs: { flow_run_id: { any_: [flowRun] }, level: { ge_: 20 } } },
    },
    {
      name: "the last logs of a run",
      path: "/logs/filter",
      body: { limit: 200, sort: "TIMESTAMP_DESC", logs: { flow_run_id: { any_: [flowRun] } } },
    },
    {
      name: "logs of a task run",
      path: "/logs/filter",
      body: { limit: 200, sort: "TIMESTAMP_ASC", logs: { task_run_id: { any_: [taskRun] } } },
    },
    {
      name: "artifacts of a run",
      path: "/artifacts/filter",
      body: { limit: 100, artifacts: { flow_run_id: { any_: [flowRun] }, type: { not_any_: ["result"] } } },
    },
    { name: "artifacts of a task run", path: "/artifacts/filter", body: { limit: 100, artifacts: { task_run_id: { any_: [taskRun] } } } },
  ];
};

const otherLists = ({ flow, deployments, resource }: Known, now: Date): ListRequest[] => {
  const period = { occurred: { since: at(now, -24), until: at(now, 0) } };
  const due = { scheduled_before: at(now, 0.01), limit: 200 };
  return [
    { name: "flows", path: "/flows/filter", body: { limit: 200 } },
    { name: "flows, a page", path: "/flows/paginate", body: { limit: 50, sort: "CREATED_DESC", flows: { name: { like_: "flow" } } } },
    { name: "next runs of flows", path: "/ui/flows/next-runs", body: { flow_ids: [flow] } },
    { name: "deployments", path: "/deployments/filter", body: { limit: 200 } },
    {
      name: "deployments, a page",
      path: "/deployments/paginate",
      body: { limit: 50, deployments: { flow_or_deployment_name: { like_: "flow-1" } } },
    },
    { name: "deployments of a pool", path: "/deployments/filter", body: { limit: 200, work_pools: { name: { any_: ["pool-1"] } } } },
    {
      name: "runs that served deployments may start",
      path: "/deployments/get_scheduled_flow_runs",
      body: { deployment_ids: deployments, ...due },
    },
    { name: "work pools", path: "/work_pools/filter", body: { limit: 200 } },
    { name: "queues of a pool", path: "/work_pools/pool-1/queues/filter", body: { limit: 100 } },
    { name: "slots of a pool", path: "/work_pools/pool-1/concurrency_status", body: {} },
    { name: "runs that a worker may start", path: "/work_pools/pool-1/get_scheduled_flow_runs", body: due },
    {
      name: "events of today",
      path: "/events/filter",
      body: { limit: 50, filter: { ...period, event: { exclude_name: ["prefect.log.write"] } } },
    },
    { name: "events of a run", path: "/events/filter", body: { limit: 50, filter: { any_resource: [{ id: [resource] }] } } },
    { name: "counts of events by hour", path: "/events/count-by/time", body: { filter: period, time_unit: "hour", time_interval: 1 } },
    { name: "counts of events by name", path: "/events/count-by/event", body: { filter: period, time_unit: "day", time_interval: 1 } },
    { name: "artifacts", path: "/artifacts/filter", body: { limit: 100, sort: "CREATED_DESC" } },
    {
      name: "artifacts of a key",
      path: "/artifacts/filter",
      body: { limit: 100, sort: "CREATED_DESC", artifacts: { key: { any_: ["report-3"] } } },
    },
    { name: "the last artifact of each key", path: "/artifacts/latest/filter", body: { limit: 100, sort: "UPDATED_DESC" } },
    { name: "count of keys", path: "/artifacts/latest/count", body: {} },
  ];
};

const sums = ({ flow, flowRun, deployments }: Known, now: Date): ListRequest[] => {
  const week = { start: at(now, -5 * 24) };
  const today = { start_time: { after_: at(now, -24) } };
  const topLevel = { flow_runs: { parent_task_run_id: { is_null_: true } } };
  const requests: ListRequest[] = [
    { name: "overview of today", path: "/ui/overview", body: {} },
    { name: "overview of today without subflows", path: "/ui/overview", body: topLevel },
    { name: "overview of a flow", path: "/ui/overview", body: { flows: { id: { any_: [flow] } } } },
    { name: "overview of a tag", path: "/ui/overview", body: { flow_runs: { tags: { any_: ["nightly"] } } } },
    { name: "facets of all", path: "/ui/flow_runs/facets", body: {} },
    { name: "facets of a tag today", path: "/ui/flow_runs/facets", body: { flow_runs: { ...today, tags: { any_: ["nightly"] } } } },
    {
      name: "facets of a flow today",
      path: "/ui/flow_runs/facets",
      body: { flows: { id: { any_: [flow] } }, flow_runs: today },
    },
    { name: "durations of today", path: "/ui/flow_runs/timeseries", body: {} },
    { name: "durations of a flow", path: "/ui/flow_runs/timeseries", body: { ...week, flows: { id: { any_: [flow] } } } },
    { name: "sums of flows", path: "/ui/flows/summary", body: { flow_ids: [flow] } },
    { name: "sums of deployments", path: "/ui/deployments/summary", body: { deployment_ids: deployments } },
    { name: "health of deployments", path: "/ui/deployments/health", body: { deployment_ids: deployments, ...week } },
    { name: "what logs of a run say", path: "/ui/logs/facets", body: { logs: { flow_run_id: { any_: [flowRun] } } } },
    { name: "things by name", path: "/ui/search", body: { query: "flow-1" } },
    { name: "runs by a part of their name", path: "/ui/search", body: { query: "-1234" } },
    { name: "things by the beginning of their id", path: "/ui/search", body: { query: flowRun.slice(0, 20) } },
    { name: "tasks of a run", path: `/ui/flow_runs/${flowRun}/task-summary` },
    { name: "why a run fares as it does", path: `/ui/flow_runs/${flowRun}/diagnosis` },
  ];
  return requests.map((request) => ({ ...request, isSum: true }));
};

/** What the pages of the UI and the commands ask of a server with much data: lists, counts, histories and polls. */
export const createListRequests = async (ask: Ask, now: Date): Promise<readonly ListRequest[]> => {
  const known = await findKnown(ask);
  return [
    ...flowRunLists(known, now),
    ...flowRunPages(known, now),
    ...runLists(known, now),
    ...otherLists(known, now),
    ...sums(known, now),
  ];
};
