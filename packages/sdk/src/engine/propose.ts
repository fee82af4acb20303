import { type Json, noDetails, type State, type StateDetails, type StateType } from "@millrace/contract";
import { RunStopped } from "../errors.ts";
import type { Session } from "../session/session.ts";
import type { Control } from "./control.ts";

export interface Proposal {
  readonly type: StateType;
  readonly name?: string | undefined;
  readonly message?: string | null | undefined;
  readonly data?: Json | undefined;
  readonly details?: Partial<StateDetails> | undefined;
}

export interface Proposer {
  readonly session: Session;
  readonly flowRunId: string;
  readonly control: Control;
}

/** The state the server holds after a proposal, and whether it is the one that was proposed. */
export interface Answer {
  readonly state: State;
  readonly isAccepted: boolean;
}

const capitalized = (type: StateType): string => type[0] + type.slice(1).toLowerCase();

/** A state's wire form; each logical proposal has a transition id of its own, so that a repeated request is known (sdk.md §2). */
export const printProposal = ({ session, flowRunId }: Pick<Proposer, "session" | "flowRunId">, proposal: Proposal) => ({
  type: proposal.type,
  name: proposal.name ?? capitalized(proposal.type),
  message: proposal.message ?? null,
  data: proposal.data ?? null,
  state_details: { ...noDetails, ...proposal.details, flow_run_id: flowRunId, transition_id: session.world.randomId() },
});

/**
 * Proposes a state and does what the answer says: waits and asks again, takes the server's state instead, or stops the run and then
 * never settles (sdk.md §2).
 */
export const propose = async (proposer: Proposer, proposal: Proposal, { force = false } = {}): Promise<Answer> => {
  const { session, flowRunId, control } = proposer;
  for (;;) {
    if (control.isStopped()) return control.stop(new RunStopped("aborted", "The run was stopped."));
    const body = { state: printProposal(proposer, proposal), force };
    const { state, status, details } = await session.client.flowRuns.setState({ id: flowRunId, body });
    const reason = details.reason ?? "no reason given";
    if (status === "WAIT") {
      await session.world.sleep(details.delay_seconds ?? 1);
      continue;
    }
    if (status === "ABORT" || state === null) {
      return control.stop(new RunStopped("aborted", `The server did not let the run become ${body.state.name}: ${reason}`));
    }
    if (status === "REJECT" && state.type === "PAUSED") return control.stop(new RunStopped("paused", `The run was paused: ${reason}`));
    return { state, isAccepted: status === "ACCEPT" };
  }
};
