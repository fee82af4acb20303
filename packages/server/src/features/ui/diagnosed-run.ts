import type { Context } from "../../context.ts";

/** A run that is looked at, with what its state says and whose it is. */
export const findDiagnosed = (ctx: Context, id: string) =>
  ctx.read
    .selectFrom("flow_run")
    .leftJoin("flow_run_state as state", "state.id", "flow_run.state_id")
    .leftJoin("deployment", "deployment.id", "flow_run.deployment_id")
    .select(["flow_run.id", "flow_run.state_type", "flow_run.state_name", "flow_run.state_timestamp", "flow_run.labels"])
    .select(["flow_run.expected_start_time", "flow_run.start_time", "flow_run.last_heartbeat", "flow_run.auto_scheduled"])
    .select(["state.message", "deployment.id as deployment_id", "deployment.name as deployment_name", "deployment.paused"])
    .where("flow_run.id", "=", id)
    .executeTakeFirst();

export type DiagnosedRun = NonNullable<Awaited<ReturnType<typeof findDiagnosed>>>;
