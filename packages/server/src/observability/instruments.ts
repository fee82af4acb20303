import type { Counter, Gauge, Histogram } from "./meter.ts";

/** Everything a server counts while it works, on one page. What it counts when asked is in features/metrics. */

const quick = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const requestDuration: Histogram = {
  kind: "histogram",
  name: "millrace_http_request_duration_seconds",
  help: "Seconds from a request to its reply.",
  labels: ["route", "method", "status"],
  buckets: quick,
};

export const transactionDuration: Histogram = {
  kind: "histogram",
  name: "millrace_transaction_duration_seconds",
  help: "Seconds from asking for a transaction until it is durable, its wait for its turn included.",
  labels: ["outcome"],
  buckets: quick,
};

export const openTransactions: Gauge = {
  kind: "gauge",
  name: "millrace_transactions_open",
  help: "Transactions under way or waiting for their turn.",
  labels: [],
};

export const proposals: Counter = {
  kind: "counter",
  name: "millrace_state_proposals_total",
  help: "Proposed states by what became of them.",
  labels: ["proposed", "status"],
};

export const flowRunsEnded: Counter = {
  kind: "counter",
  name: "millrace_flow_runs_ended_total",
  help: "Flow runs that ended, by their flow and how.",
  labels: ["flow", "state_type"],
};

export const flowRunDuration: Histogram = {
  kind: "histogram",
  name: "millrace_flow_run_duration_seconds",
  help: "Seconds that flow runs spent running until they ended.",
  labels: ["flow"],
  buckets: [1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400],
};

export const startDelay: Histogram = {
  kind: "histogram",
  name: "millrace_flow_run_start_delay_seconds",
  help: "Seconds between the time a flow run was expected to start and its start.",
  labels: [],
  buckets: [0.1, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3600],
};

export const slotClaims: Counter = {
  kind: "counter",
  name: "millrace_concurrency_slot_claims_total",
  help: "Times that slots of concurrency limits were asked for, by whether they were to be had.",
  labels: ["outcome"],
};

export const serviceLag: Histogram = {
  kind: "histogram",
  name: "millrace_service_lag_seconds",
  help: "Seconds between the moment a background service was due and its run.",
  labels: ["service"],
  buckets: [0.01, 0.05, 0.25, 1, 5, 15, 60],
};

export const serviceDuration: Histogram = {
  kind: "histogram",
  name: "millrace_service_run_duration_seconds",
  help: "Seconds that runs of background services took.",
  labels: ["service", "outcome"],
  buckets: [0.01, 0.05, 0.25, 1, 5, 15, 60],
};

export const rowsExpired: Counter = {
  kind: "counter",
  name: "millrace_retention_deleted_rows_total",
  help: "Rows deleted because they were older than their kind is kept.",
  labels: ["kind"],
};

export const eventIntake: Gauge = {
  kind: "gauge",
  name: "millrace_event_intake_depth",
  help: "Events taken from sockets that are not stored yet.",
  labels: [],
};
