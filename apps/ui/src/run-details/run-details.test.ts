import { isClientError } from "@millrace/client/browser";
import type { OrchestrationResult, State, StateType } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { attemptsOf } from "./attempts.ts";
import { mustBeAccepted } from "./run-state.ts";

const aState = (type: StateType, second: number): State => ({
  id: `${type}-${second}`,
  type,
  name: type,
  timestamp: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
  message: null,
  data: null,
  state_details: {} as State["state_details"],
});

describe("attempts", () => {
  const shape = (states: readonly State[]) =>
    attemptsOf(states).map(({ number, states: past }) => [
      number,
      ...past.map(({ state, seconds }) => `${state.type} ${seconds ?? "now"}`),
    ]);

  test("begin when a run starts, and not when it goes on after a pause", () => {
    const states = [
      aState("SCHEDULED", 0),
      aState("PENDING", 2),
      aState("RUNNING", 3),
      aState("PAUSED", 5),
      aState("RUNNING", 9),
      aState("FAILED", 10),
      aState("SCHEDULED", 11),
      aState("RUNNING", 21),
    ];
    expect(shape(states.toReversed())).toEqual([
      [0, "SCHEDULED 2", "PENDING 1"],
      [1, "RUNNING 2", "PAUSED 4", "RUNNING 1", "FAILED 1", "SCHEDULED 10"],
      [2, "RUNNING now"],
    ]);
  });

  test("of a run without states there are none", () => expect(shape([])).toEqual([]));
});

describe("an answer of the rules", () => {
  const answer = (status: OrchestrationResult["status"], type?: StateType, details: object = {}): OrchestrationResult => ({
    status,
    state: type === undefined ? null : aState(type, 0),
    details: { type: "reject_details", ...details },
  });

  test.each([answer("ACCEPT", "CANCELLING"), answer("REJECT", "CANCELLED", { reason: "It has no process." })])(
    "is fine: $status",
    (result) => {
      expect(mustBeAccepted(result, ["CANCELLING", "CANCELLED"])).toBe(result);
    },
  );

  test.each([
    [answer("REJECT", "COMPLETED", { reason: "It has ended." }), "It has ended."],
    [answer("ABORT", undefined, { reason: "Not this one." }), "Not this one."],
    [answer("WAIT", "SCHEDULED", { delay_seconds: 30 }), "The server wants it to wait 30 s."],
    [answer("ABORT"), "The server gave no reason."],
  ])("is a refusal with its reason", (result, reason) => {
    const attempt = () => mustBeAccepted(result, ["CANCELLING"]);
    expect(attempt).toThrow(expect.objectContaining({ detail: reason }));
    expect(attempt).toThrow(expect.toSatisfy((error: unknown) => isClientError(error, "conflict")));
  });
});
