import { type Exchange, moment, nowhere } from "./exchange.ts";

const state = (type: string, more: object = {}) => ({ state: { type, ...more } });
const asking = (...keys: readonly string[]) => ({
  state_details: { run_input_keyset: Object.fromEntries(keys.map((key) => [key, key])) },
});
const number = JSON.stringify({ type: "object", properties: { n: { type: "integer" } }, required: ["n"] });

/** A run that waits for input by a schema. */
const paused = (name: string, keys: readonly string[], schema: string): Exchange[] => [
  ["POST /flow_runs/", { flow_id: "$detailed", name, ...state("RUNNING") }, name],
  [`POST /flow_runs/$${name}/input`, { key: "schema", value: schema }],
  [`POST /flow_runs/$${name}/set_state`, state("PAUSED", asking(...keys))],
  [`POST /flow_runs/$${name}/resume`, { run_input: { n: 1 } }],
];

const deployment = { flow_id: "$detailed", concurrency_limit: 1 };
const pending = state("PENDING");

/** What reading the reference's code brought up. */
export const inDetail: readonly Exchange[] = [
  ["POST /flows/", { name: "detailed" }, "detailed"],
  ["POST /flow_runs/", { flow_id: "$detailed", name: "large", parameters: { text: "x".repeat(600_000) } }],
  ["POST /flow_runs/", { flow_id: "$detailed", name: "nowhere", work_pool_name: "" }],
  ["POST /flow_runs/", { flow_id: "$detailed", name: "nobody", ...state("COMPLETED", { data: { type: "unpersisted" } }) }],
  ["POST /flow_runs/", { flow_id: "$detailed", name: "running", ...state("RUNNING") }, "running"],
  ["PATCH /flow_runs/$running", { job_variables: { a: 1 } }],
  ["PATCH /flow_runs/$running", { job_variables: null }],
  ["PATCH /flow_runs/$running", { parameters: { text: "x".repeat(600_000) } }],
  ["POST /flow_runs/$running/set_state", state("COMPLETED", { data: {} })],
  ["POST /flow_runs/$running/set_state", state("RUNNING")],
  ...paused("json", ["schema", "response"], "no JSON"),
  ...paused("circular", ["schema", "response"], '{"$ref": "#/a", "a": {"$ref": "#/a"}}'),
  ...paused("fitting", ["schema", "response"], number),
  ...paused("unasked", [], number),
  ["GET /flow_runs/$fitting/input/response"],
  ["POST /task_runs/", { flow_run_id: "$running", task_key: "sub", dynamic_key: "0", name: "standing" }, "standing"],
  ["POST /flow_runs/", { flow_id: "$detailed", name: "child", parent_task_run_id: "$standing", ...pending }, "child"],
  ["POST /flow_runs/$child/set_state", state("RUNNING")],
  ["GET /task_runs/$standing"],
  ["DELETE /task_runs/$standing"],
  ["GET /flow_runs/$child"],
  ["POST /deployments/", { ...deployment, name: "one" }, "limited"],
  ["POST /deployments/$limited/create_flow_run", { name: "holder" }, "holder"],
  ["POST /deployments/$limited/create_flow_run", { name: "prepared", ...pending }],
  ["POST /flow_runs/$holder/set_state", pending],
  ["POST /flow_runs/$holder/set_state", state("PENDING", { name: "Submitting" })],
  ["POST /flow_runs/$holder/set_state", state("RUNNING")],
  ["GET /deployments/$limited"],
  ["POST /flow_runs/$holder/set_state", state("CANCELLING")],
  ["POST /flow_runs/$holder/set_state", state("CANCELLED")],
  ["GET /deployments/$limited"],
  ["POST /deployments/$limited/create_flow_run", { parameters: { text: "x".repeat(600_000) } }],
  ["PATCH /deployments/$limited", { parameters: { text: "x".repeat(600_000) } }],
  ["POST /task_runs/", { task_key: "c", dynamic_key: "0", name: "first", ...state("RUNNING") }, "first"],
  ["POST /task_runs/$first/set_state", state("COMPLETED", { data: { type: "reference", v: 1 }, state_details: { cache_key: "key" } })],
  ["POST /task_runs/", { task_key: "c", dynamic_key: "1", name: "again" }, "again"],
  ["POST /task_runs/$again/set_state", state("RUNNING", { state_details: { cache_key: "key" } })],
  ["GET /task_runs/$again"],
  ["POST /artifacts/", { key: "latest", type: "a", data: 1, description: "one" }],
  ["POST /artifacts/", { key: "latest", type: "b", data: 2, metadata_: { k: "v" } }, "latest"],
  ["DELETE /artifacts/$latest"],
  ["GET /artifacts/latest/latest"],
  ["POST /concurrency_limits/", { tag: "still", concurrency_limit: 1 }],
  ["POST /v2/concurrency_limits/", { name: "TAG:loud", limit: 1 }],
  ["POST /concurrency_limits/filter", {}],
  ["POST /concurrency_limits/increment", { names: ["still", "none"], task_run_id: nowhere }],
  ["POST /concurrency_limits/filter", {}],
  ["POST /concurrency_limits/decrement", { names: ["still"], task_run_id: nowhere }],
  [
    "POST /flow_runs/",
    { flow_id: "$detailed", name: "later", ...state("SCHEDULED", { state_details: { scheduled_time: moment } }) },
    "later",
  ],
  ["POST /flow_runs/$later/set_state", state("SCHEDULED", { name: "Late", state_details: { scheduled_time: moment } })],
  ["POST /flow_runs/$later/set_state", state("SCHEDULED", { name: "Late", state_details: { scheduled_time: moment } })],
  ["POST /concurrency_limits/", { tag: "bad", concurrency_limit: -1 }],
  ["DELETE /flows/$detailed"],
  ["GET /flow_runs/$later"],
];
