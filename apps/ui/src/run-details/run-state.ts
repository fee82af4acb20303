import type { OrchestrationResult, StateType } from "@millrace/contract";
import { refused } from "../api/refused.ts";

/** The types a run ends in. */
export const endTypes = ["COMPLETED", "FAILED", "CANCELLED", "CRASHED"] as const satisfies readonly StateType[];
export type EndType = (typeof endTypes)[number];

export const hasEnded = (type: StateType | null | undefined): boolean => endTypes.some((end) => end === type);

/**
 * A proposal that the rules refused, as an error with their reason. A state of a wanted type that they chose themselves is as good
 * as the proposed one: what has no process is cancelled at once, for example.
 */
export const mustBeAccepted = (result: OrchestrationResult, wanted: readonly StateType[]): OrchestrationResult => {
  const { status, state, details } = result;
  if (status === "ACCEPT" || (status === "REJECT" && state !== null && wanted.includes(state.type))) return result;
  const reason = details.reason ?? "";
  const wait =
    details.delay_seconds === undefined ? "The server wants it to wait." : `The server wants it to wait ${details.delay_seconds} s.`;
  throw refused([reason, status === "WAIT" ? wait : ""].filter((text) => text !== "").join(" ") || "The server gave no reason.");
};
