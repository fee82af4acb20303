import { type Instant, noDetails, noFlowRunPolicy } from "@millrace/contract";
import { newName } from "@millrace/contract/run-names";
import type { Context } from "../../context.ts";
import type { DeploymentScheduleTable, DeploymentTable, FlowRunStateTable, FlowRunTable } from "../../db/schema.ts";
import { readPolicy } from "../flow-runs/create-run.ts";
import { storedSchedule } from "./deployment-rows.ts";
import type { ScheduledDate } from "./schedule-dates.ts";
import { idempotencyDate, scheduledTimeText } from "./schedule-texts.ts";

/** What the protocol calls a schedule that has no slug. */
const kindOf = (row: DeploymentScheduleTable): string => {
  const schedule = storedSchedule(row);
  if ("cron" in schedule) return "CronSchedule";
  return "rrule" in schedule ? "RRuleSchedule" : "IntervalSchedule";
};

export interface ScheduledRun {
  readonly run: FlowRunTable;
  readonly state: FlowRunStateTable;
}

/** The key that keeps a date of a schedule from having two runs; it must stay byte for byte (server.md §6.3). */
export const scheduledKey = (row: DeploymentScheduleTable, date: ScheduledDate): string =>
  `scheduled ${row.deployment_id} ${row.id} ${idempotencyDate(date)}`;

interface Made {
  readonly deployment: DeploymentTable;
  readonly schedule: DeploymentScheduleTable;
  readonly date: ScheduledDate;
  readonly message: string;
}

/** A run that waits for a date of a schedule, with its state. */
export const scheduledRun = (ctx: Context, { deployment, schedule, date, message }: Made): ScheduledRun => {
  const now = ctx.clock.now();
  const id = ctx.newId();
  const state: FlowRunStateTable = {
    id: ctx.newId(),
    flow_run_id: id,
    type: "SCHEDULED",
    name: "Scheduled",
    timestamp: now,
    message,
    data: null,
    state_details: { ...noDetails, scheduled_time: scheduledTimeText(date) },
  };
  const labels = { ...deployment.labels, "prefect.flow.id": deployment.flow_id, "prefect.deployment.id": deployment.id };
  const run: FlowRunTable = {
    ...progress(state, date.instant),
    id,
    created: now,
    updated: now,
    name: newName(ctx.random),
    flow_id: deployment.flow_id,
    flow_version: null,
    deployment_id: deployment.id,
    deployment_version: deployment.version,
    work_queue_id: deployment.work_queue_id,
    work_queue_name: deployment.work_queue_name,
    parent_task_run_id: null,
    infrastructure_document_id: deployment.infrastructure_document_id,
    infrastructure_pid: null,
    idempotency_key: scheduledKey(schedule, date),
    parameters: { ...deployment.parameters, ...schedule.parameters },
    context: {},
    empirical_policy: readPolicy(noFlowRunPolicy),
    job_variables: {},
    tags: [...new Set(["auto-scheduled", ...deployment.tags])],
    labels,
    created_by: { id: schedule.id, type: "SCHEDULE", display_value: schedule.slug ?? kindOf(schedule) },
    auto_scheduled: true,
    last_heartbeat: null,
    heartbeat_interval: null,
  };
  return { run, state };
};

const progress = (state: FlowRunStateTable, due: Instant) => ({
  state_id: state.id,
  state_type: state.type,
  state_name: state.name,
  state_timestamp: state.timestamp,
  run_count: 0,
  expected_start_time: due,
  next_scheduled_start_time: due,
  start_time: null,
  end_time: null,
  total_run_time: 0,
});
