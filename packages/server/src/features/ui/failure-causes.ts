import type { Blocker, DiagnosisCause } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { DiagnosedRun } from "./diagnosed-run.ts";
import { diagnosisCause } from "./diagnosis-cause.ts";
import { parseTraceback } from "./traceback.ts";

/** Logs that are looked through for a traceback, the last ones. */
const mostLogs = 2000;
/** The level from which on a log is one of an error. */
const errorLevel = 40;

/** What a run that ended badly tells of why: its state, what failed first inside it, and where in the code. */
export const listFailureCauses = async (ctx: Context, run: DiagnosedRun): Promise<DiagnosisCause[]> => {
  const own = stateCause(run);
  if (run.state_type === "CANCELLED") return [own];
  const task = await findFirstFailed(ctx, run.id);
  const [inside, trace] = await Promise.all([task && explainTask(ctx, task), findTraceback(ctx, run.id, task?.id)]);
  return [own, inside, trace].filter((cause) => cause !== undefined);
};

const texts = {
  FAILED: "Its code failed.",
  CRASHED: "Its process or infrastructure was lost; its code may be sound.",
  CANCELLED: "Somebody cancelled it.",
} as const;

const stateCause = ({ state_type, state_timestamp: since, message: evidence, labels }: DiagnosedRun): DiagnosisCause => {
  const type = state_type === "CRASHED" || state_type === "CANCELLED" ? state_type : "FAILED";
  const worker = labels["prefect.worker.name"];
  const link: Blocker | null = type === "CRASHED" && typeof worker === "string" ? { kind: "worker", id: null, name: worker } : null;
  const code = ({ FAILED: "failed", CRASHED: "crashed", CANCELLED: "cancelled" } as const)[type];
  return diagnosisCause(code, texts[type], { since, evidence, link });
};

const failed = sql<SqlBool>`task_run.state_type in ('FAILED', 'CRASHED')`;

interface FailedTask {
  readonly id: string;
  readonly name: string;
  readonly message: string | null;
  readonly state_timestamp: string | null;
  readonly child_id: string | null;
  readonly child_name: string | null;
  readonly count: number;
}

/** The task run that failed first: later ones often fail because of it. */
const findFirstFailed = async (ctx: Context, flowRunId: string): Promise<FailedTask | undefined> => {
  const { rows } = await sql<FailedTask>`
    select task_run.id, task_run.name, state.message, task_run.state_timestamp, child.id as child_id, child.name as child_name,
      (select count(*) from task_run where flow_run_id = ${flowRunId} and ${failed}) as count
    from task_run left join task_run_state as state on state.id = task_run.state_id
    left join flow_run as child on child.parent_task_run_id = task_run.id
    where task_run.flow_run_id = ${flowRunId} and ${failed} order by task_run.state_timestamp, task_run.id limit 1`.execute(
    ctx.db.heavyRead,
  );
  return rows[0];
};

const explainTask = async (ctx: Context, task: FailedTask): Promise<DiagnosisCause> => {
  const { id, name, message, state_timestamp: since, child_id, child_name, count } = task;
  const others = count > 1 ? ` ${count} task runs failed in all.` : "";
  if (child_id === null) {
    const link = { kind: "task-run" as const, id, name };
    return diagnosisCause("failed-task", `Its task run "${name}" failed first.${others}`, { since, link, evidence: message, count });
  }
  const child = await ctx.read
    .selectFrom("flow_run")
    .innerJoin("flow_run_state as state", "state.id", "flow_run.state_id")
    .select("state.message")
    .where("flow_run.id", "=", child_id)
    .executeTakeFirst();
  const link = { kind: "flow-run" as const, id: child_id, name: child_name };
  const evidence = child?.message ?? message;
  return diagnosisCause("failed-subflow", `Its subflow run "${child_name}" failed first.${others}`, { since, link, evidence, count });
};

/** The last traceback of the task run that failed first, or else of the flow run. */
const findTraceback = async (ctx: Context, flowRunId: string, taskRunId: string | undefined): Promise<DiagnosisCause | undefined> => {
  const newest = ctx.db.heavyRead
    .selectFrom("log")
    .select(["message", "timestamp", "level", "task_run_id"])
    .where("flow_run_id", "=", flowRunId)
    .orderBy("timestamp", "desc")
    .limit(mostLogs);
  const logs = await ctx.db.heavyRead
    .selectFrom(newest.as("log"))
    .select(["message", "timestamp", "task_run_id"])
    .where("level", ">=", errorLevel)
    .orderBy("timestamp", "desc")
    .execute();
  const ofTask = logs.filter((log) => log.task_run_id === taskRunId);
  for (const { message, timestamp } of taskRunId === undefined ? logs : [...ofTask, ...logs]) {
    const found = parseTraceback(message);
    if (found === undefined) continue;
    const { frame, error } = found;
    const where = frame.function === null ? "" : ` in ${frame.function}`;
    const details = { since: timestamp, evidence: error, frame, link: null };
    return diagnosisCause("traceback", `It failed in line ${frame.line} of ${frame.file}${where}.`, details);
  }
  return undefined;
};
