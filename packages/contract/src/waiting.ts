/** What a run that does not run waits for. Beyond the protocol, which leaves people to guess. */
import { route } from "./route.ts";
import { Bool, Instant, Integer, List, Nullable, OneOf, Open, type Parsed, Text, Uuid } from "./schema.ts";
import { StateType } from "./states.ts";

/** Something that stands in the way, or whoever holds it. */
export const Blocker = Open({
  kind: OneOf("work-pool", "work-queue", "worker", "deployment", "concurrency-limit", "flow-run", "task-run"),
  /** Null where only the name is known. */
  id: Nullable(Uuid),
  name: Nullable(Text),
});
export type Blocker = Parsed<typeof Blocker>;

export const waitingCodes = [
  "scheduled",
  "retry",
  "earlier-run",
  "concurrency-limit",
  "work-pool-paused",
  "work-queue-paused",
  "no-worker",
  "not-polled",
  "not-served",
  "work-pool-full",
  "work-queue-full",
  "next-poll",
  "infrastructure",
  "process",
  "paused",
  "input",
  "cancelling",
  "flow-run",
  "task-worker",
] as const;

export const WaitingCause = Open({
  code: OneOf(...waitingCodes),
  /** A sentence for people. */
  message: Text,
  since: Nullable(Instant),
  /** When it is over by itself, or looked at again at the latest. Null where only what is named can end it. */
  until: Nullable(Instant),
  /** Of what is full. */
  slots: Nullable(Open({ taken: Integer, limit: Integer })),
  /** First what stands in the way, then who holds it: up to twenty of them. */
  blockers: List(Blocker),
});
export type WaitingCause = Parsed<typeof WaitingCause>;

export const Waiting = Open({
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
  /** False for a run that runs or has ended. */
  is_waiting: Bool,
  /** The one that has to pass first comes first. */
  causes: List(WaitingCause),
});
export type Waiting = Parsed<typeof Waiting>;

const byId = Open({ id: Uuid });

export const waitingRoutes = {
  explainFlowRun: route.get("/flow_runs/:id/waiting-for", {
    summary: "What a flow run that does not run waits for, and who stands in its way.",
    params: byId,
    replies: { 200: Waiting },
  }),
  explainTaskRun: route.get("/task_runs/:id/waiting-for", {
    summary: "The same for a task run, such as which limits on its tags are full.",
    params: byId,
    replies: { 200: Waiting },
  }),
} as const;
