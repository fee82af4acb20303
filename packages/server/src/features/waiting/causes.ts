import type { Blocker, State, StateType, Waiting, WaitingCause } from "@millrace/contract";
import { isTerminal } from "@millrace/contract";

type Details = Partial<Omit<WaitingCause, "code" | "message">>;

export const cause = (code: WaitingCause["code"], message: string, details: Details = {}): WaitingCause => ({
  code,
  message,
  since: null,
  until: null,
  slots: null,
  blockers: [],
  ...details,
});

interface Full {
  readonly what: string;
  readonly blocker: Blocker;
  readonly taken: number;
  readonly limit: number;
  readonly holders: readonly Blocker[];
}

/** A limit that lets nobody else pass. */
export const full = (code: WaitingCause["code"], { what, blocker, taken, limit, holders }: Full): WaitingCause => {
  const message =
    limit === 0
      ? `${what} "${blocker.name}" lets nothing run: its limit is 0.`
      : `${what} "${blocker.name}" is full: ${taken} of ${limit} taken.`;
  return cause(code, message, { slots: { taken, limit }, blockers: [blocker, ...holders] });
};

interface Stated {
  readonly state_type: StateType | null;
  readonly state_name: string | null;
}

export const waiting = ({ state_type, state_name }: Stated, causes: readonly WaitingCause[]): Waiting => {
  const is_waiting = state_type !== "RUNNING" && !isTerminal(state_type);
  return { state_type, state_name, is_waiting, causes: is_waiting ? causes : [] };
};

/** What ends a pause: somebody who resumes the run, with what it asked for if it did. */
export const pauseCause = ({ timestamp: since, state_details }: State): WaitingCause => {
  const until = state_details.pause_timeout;
  if (state_details.run_input_keyset === null) return cause("paused", "It is paused until somebody resumes it.", { since, until });
  return cause("input", "It is paused until somebody resumes it with the input it asks for.", { since, until });
};
