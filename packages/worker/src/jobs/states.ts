/** What a worker tells the server of the runs it starts (workers.md §4). */
import { isClientError } from "@millrace/client";
import { isTerminal, type StateType } from "@millrace/contract";
import { printProposal } from "@millrace/sdk/supervision";
import type { Job, Worker } from "../worker.ts";

interface Told {
  readonly type: StateType;
  readonly name?: string;
  readonly message?: string;
  readonly scheduledTime?: string;
  readonly force?: boolean;
}

/** Proposes a state; undefined when it was accepted, else why not. A run that was deleted meanwhile is nobody's concern. */
export const tellState = async ({ session }: Worker, { run: { id } }: Job, told: Told): Promise<string | undefined> => {
  const { scheduledTime, force = false, ...proposal } = told;
  const details = scheduledTime === undefined ? {} : { scheduled_time: scheduledTime };
  const state = printProposal({ session, flowRunId: id }, { ...proposal, details });
  try {
    const answer = await session.client.flowRuns.setState({ id, body: { state, force } });
    return answer.status === "ACCEPT" ? undefined : (answer.details.reason ?? answer.status);
  } catch (error) {
    if (isClientError(error, "not-found")) return "The run was deleted.";
    throw error;
  }
};

/** The run's state; undefined for a run that was deleted. */
export const findStateType = async ({ session }: Worker, { run: { id } }: Job): Promise<StateType | undefined> => {
  try {
    return (await session.client.flowRuns.get({ id })).state_type ?? undefined;
  } catch (error) {
    if (isClientError(error, "not-found")) return undefined;
    throw error;
  }
};

/** Ends a run as cancelled unless it has ended already: its own process may have said so. */
export const ensureCancelled = async (worker: Worker, job: Job, message: string): Promise<void> => {
  const type = await findStateType(worker, job);
  if (type === undefined || isTerminal(type)) return;
  await tellState(worker, job, { type: "CANCELLED", message, force: true });
};

/** Gives a run back that has not begun, for whichever worker comes first. */
export const giveBack = async (worker: Worker, job: Job): Promise<void> => {
  const { next_scheduled_start_time: next, expected_start_time: expected } = job.run;
  const scheduledTime = next ?? expected;
  await tellState(worker, job, {
    type: "SCHEDULED",
    message: "The worker that had taken the run stopped before it started it.",
    ...(scheduledTime === null ? {} : { scheduledTime }),
  });
};
