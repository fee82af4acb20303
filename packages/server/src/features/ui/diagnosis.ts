import { compareInstants, type Diagnosis, type DiagnosisCause, isTerminal, secondsBetween, type WaitingCause } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { explainFlowRun } from "../waiting/flow-runs.ts";
import { type DiagnosedRun, findDiagnosed } from "./diagnosed-run.ts";
import { diagnosisCause } from "./diagnosis-cause.ts";
import { listFailureCauses } from "./failure-causes.ts";

/** Seconds after which a run that gave signs of life and gives none any more is told of. */
const longestSilence = 120;

/** Why a flow run is late, waits or ended badly: a handful of queries, each by an index. Throws `not-found`. */
export const diagnose = async (ctx: Context, id: string): Promise<Diagnosis> => {
  const run = await findDiagnosed(ctx, id);
  if (run === undefined) throw notFound("Flow run not found");
  const { state_type, state_name, state_timestamp } = run;
  return { flow_run_id: id, state_type, state_name, state_timestamp, late_by: lateBy(ctx, run), causes: await listCauses(ctx, run) };
};

const lateBy = ({ clock }: Context, { state_type, start_time, expected_start_time }: DiagnosedRun): number | null => {
  if (start_time !== null || expected_start_time === null || isTerminal(state_type)) return null;
  const now = clock.now();
  return compareInstants(expected_start_time, now) < 0 ? secondsBetween(expected_start_time, now) : null;
};

const listCauses = async (ctx: Context, run: DiagnosedRun): Promise<DiagnosisCause[]> => {
  if (run.state_type === "COMPLETED") return [];
  if (isTerminal(run.state_type)) return listFailureCauses(ctx, run);
  if (run.state_type === "RUNNING") return listSilence(ctx, run);
  const { causes } = await explainFlowRun(ctx, run.id);
  return [...causes.map(fromWaiting), ...(await listScheduleCauses(ctx, run))];
};

const fromWaiting = ({ code, message, since, until, slots, blockers: [link, ...others] }: WaitingCause): DiagnosisCause =>
  diagnosisCause(code, message, { since, until, slots, link: link ?? null, others });

const listSilence = ({ clock }: Context, { last_heartbeat: heard, state_timestamp }: DiagnosedRun): DiagnosisCause[] => {
  if (heard === null || state_timestamp === null || compareInstants(heard, state_timestamp) < 0) return [];
  const silence = Math.round(secondsBetween(heard, clock.now()));
  if (silence < longestSilence) return [];
  return [diagnosisCause("silent", `It has given no sign of life for ${silence} seconds: its process may be gone.`, { since: heard })];
};

/** Why no further run comes of the deployment whose schedule made this one. */
const listScheduleCauses = async (ctx: Context, run: DiagnosedRun): Promise<DiagnosisCause[]> => {
  const { deployment_id: id, deployment_name: name, paused } = run;
  if (id === null) return [];
  const link = { kind: "deployment" as const, id, name };
  if (paused === true) {
    const text = `Its deployment "${name}" is paused: its schedules make no further runs. This one may start.`;
    return [diagnosisCause("deployment-paused", text, { link, is_blocking: false })];
  }
  const schedules = await ctx.read.selectFrom("deployment_schedule").select("active").where("deployment_id", "=", id).execute();
  if (!run.auto_scheduled || schedules.some(({ active }) => active)) return [];
  const text = `No schedule of its deployment "${name}" is active: no further run comes by itself. This one may start.`;
  return [diagnosisCause("schedules-inactive", text, { link, is_blocking: false })];
};
