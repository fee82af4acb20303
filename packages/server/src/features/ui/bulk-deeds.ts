import type { BulkAction, BulkSubject, OrchestrationResult, StateCreate } from "@millrace/contract";
import type { Caller, Context } from "../../context.ts";
import type { BulkJobItemTable, BulkJobTable } from "../../db/bulk-tables.ts";
import type { Tx } from "../../db/connection.ts";
import { deleteDeployments } from "../deployments/delete-deployments.ts";
import { pauseDeploymentIn, resumeDeploymentIn, switchSchedules } from "../deployments/schedule-operations.ts";
import { deleteFlowRuns } from "../flow-runs/operations.ts";
import { setFlowRunStateIn } from "../flow-runs/set-state.ts";
import { deleteFlows } from "../flows/operations.ts";
import { deleteTaskRuns } from "../task-runs/operations.ts";
import { setTaskRunStateIn } from "../task-runs/set-state.ts";

/** What became of something. */
export type Outcome = Pick<BulkJobItemTable, "outcome" | "state_type" | "state_name" | "reason">;

const withoutState = { state_type: null, state_name: null };
const done: Outcome = { outcome: "done", ...withoutState, reason: null };
export const missing: Outcome = { outcome: "refused", ...withoutState, reason: "It was not there any more." };
export const failed = (reason: string): Outcome => ({ outcome: "failed", ...withoutState, reason });

/** What a job does with things in one transaction; what became of each, by its id. */
export interface BulkDeed {
  /** How many one transaction takes: it holds them, and what belongs to them, until its end. */
  readonly together: number;
  readonly run: (ctx: Context, tx: Tx, ids: readonly string[]) => Promise<(id: string) => Outcome>;
}

interface Deletion {
  readonly together: number;
  readonly run: (ctx: Context, tx: Tx, ids: readonly string[]) => Promise<readonly string[]>;
}

const deletions: Readonly<Record<BulkSubject, Deletion>> = {
  flow_runs: { together: 50, run: deleteFlowRuns },
  task_runs: { together: 50, run: deleteTaskRuns },
  deployments: { together: 1, run: deleteDeployments },
  flows: { together: 1, run: deleteFlows },
};

const deletionOf = (subject: BulkSubject): BulkDeed => {
  const { together, run } = deletions[subject];
  return {
    together,
    async run(ctx, tx, ids) {
      const gone = new Set(await run(ctx, tx, ids));
      return (id) => (gone.has(id) ? done : missing);
    },
  };
};

type Change = (ctx: Context, tx: Tx, id: string) => Promise<unknown>;

const changes: Readonly<Partial<Record<BulkAction, Change>>> = {
  pause: pauseDeploymentIn,
  resume: resumeDeploymentIn,
  schedules_on: (ctx, tx, id) => switchSchedules(ctx, tx, { id, active: true }),
  schedules_off: (ctx, tx, id) => switchSchedules(ctx, tx, { id, active: false }),
};

/** A deed on one thing at a time. */
const oneByOne = (run: (ctx: Context, tx: Tx, id: string) => Promise<Outcome>): BulkDeed => ({
  together: 1,
  async run(ctx, tx, ids) {
    const outcomes = new Map<string, Outcome>();
    for (const id of ids) outcomes.set(id, await run(ctx, tx, id));
    return (id) => outcomes.get(id) ?? missing;
  },
});

interface Move {
  readonly proposal: StateCreate;
  readonly force: boolean;
  readonly caller: Caller;
}

const moveOf = (subject: BulkSubject, { proposal, force, caller }: Move): BulkDeed => {
  const setState = subject === "task_runs" ? setTaskRunStateIn : setFlowRunStateIn;
  return oneByOne(async (ctx, tx, id) => toOutcome(await setState(ctx, tx, { id, state: proposal, force, caller }), proposal));
};

/** A run without infrastructure is cancelled at once rather than being cancelled: that is what was asked for too. */
const toOutcome = ({ state, status, details }: OrchestrationResult, asked: StateCreate): Outcome => {
  const isDone = status === "ACCEPT" || (status === "REJECT" && asked.type === "CANCELLING" && state?.type === "CANCELLED");
  const reason = isDone ? null : (details.reason ?? "The rules of runs refused it.");
  return { outcome: isDone ? "done" : "refused", state_type: state?.type ?? null, state_name: state?.name ?? null, reason };
};

export const deedOf = ({ subject, action, proposal, is_forced: force, caller }: BulkJobTable): BulkDeed => {
  if (proposal !== null) return moveOf(subject, { proposal, force, caller });
  const change = changes[action];
  if (change === undefined) return deletionOf(subject);
  return oneByOne(async (ctx, tx, id) => {
    await change(ctx, tx, id);
    return done;
  });
};
