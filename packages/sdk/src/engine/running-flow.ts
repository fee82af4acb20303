import { setMaxListeners } from "node:events";
import type { FlowRun } from "@millrace/contract";
import type { Context } from "../context.ts";
import type { FlowDefinition, FlowHookEvent, FlowHookName } from "../definitions/flow-options.ts";
import type { GivenParameters } from "../definitions/parse-parameters.ts";
import type { RetryPlan } from "../definitions/retries.ts";
import type { Outcome, RunState } from "../futures/pending.ts";
import type { Session } from "../session/session.ts";
import type { Control, Intent } from "./control.ts";
import { flowRelated } from "./flow-related.ts";
import { callHooks } from "./hooks.ts";
import type { Proposer } from "./propose.ts";
import type { ActiveRun, FlowRunInfo, FlowScope } from "./scopes.ts";
import { createSlots } from "./slots.ts";

/** What a supervising process decides for a run it started. */
export interface Supervision {
  /** What the signal just received means. */
  readonly intent: () => Intent | undefined;
  /** Fires when the run has found out by itself that somebody cancels it. */
  readonly cancelled: AbortSignal;
  /** False when the supervisor calls the cancellation and crash hooks itself. */
  readonly callsEndHooks: boolean;
  /** Told the state the run was reported in, or that the server did not let it go on. */
  readonly onConclusion: (conclusion: Conclusion) => void;
}

export type Conclusion =
  | { readonly disposition: "STATE_REPORTED"; readonly stateId: string; readonly stateType: string; readonly stateName: string | null }
  | { readonly disposition: "ORCHESTRATION_ABORTED" };

export interface FlowCall {
  readonly definition: FlowDefinition;
  readonly given: GivenParameters;
  readonly session: Session;
  /** A run that exists already, as of a deployment. */
  readonly existing?: FlowRun | undefined;
  readonly supervision?: Supervision | undefined;
}

/** A flow run under way in this process. */
export interface RunningFlow extends Proposer {
  readonly definition: FlowDefinition;
  readonly plan: RetryPlan;
  readonly supervision: Supervision | undefined;
  readonly context: Context;
  readonly scope: FlowScope;
  /** The run as the server last told it. */
  run: FlowRun;
  /** What the body gets. */
  parameters: unknown;
  controller: AbortController;
  readonly started: Set<ActiveRun>;
  body: Promise<unknown>;
  isTerminated: boolean;
  /** The last attempt's end being told to the server: the outcome, or undefined when the server wants another attempt. */
  ending: Promise<Outcome<unknown> | undefined> | undefined;
  /** Stops renewing the deployment's slot. */
  releaseLease: () => void;
}

export const newController = (): AbortController => {
  const controller = new AbortController();
  // Every task body may listen to its flow's signal.
  setMaxListeners(0, controller.signal);
  return controller;
};

const countersByName = (): ((name: string) => string) => {
  const counts = new Map<string, number>();
  return (name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return String(count);
  };
};

export interface FlowFacts {
  readonly call: FlowCall;
  readonly run: FlowRun;
  readonly plan: RetryPlan;
  readonly control: Control;
  readonly outer: Context;
  readonly deploymentName: string | undefined;
}

/** Puts together what the code of a flow run sees of it. */
export const createRunningFlow = ({ call, run, plan, control, outer, deploymentName }: FlowFacts): RunningFlow => {
  const { definition, session } = call;
  const flowName = definition.name;
  let subflowKeys = countersByName();
  const started = new Set<ActiveRun>();
  const info = (): FlowRunInfo => ({
    id: flow.run.id,
    name: flow.run.name,
    flowId: flow.run.flow_id,
    flowName,
    parameters: (flow.parameters ?? {}) as FlowRunInfo["parameters"],
    tags: flow.run.tags,
    runCount: flow.run.run_count,
    deploymentId: flow.run.deployment_id,
    scheduledStartTime: flow.run.expected_start_time,
  });
  let related: { readonly of: FlowRun; readonly list: ReturnType<typeof flowRelated> } | undefined;
  const scope: FlowScope = {
    session,
    info,
    run: () => flow.run,
    get signal() {
      return flow.controller.signal;
    },
    control,
    logPrints: definition.logPrints ?? outer.flow?.logPrints ?? session.settings.loggingLogPrints,
    slots: definition.maxConcurrency === undefined ? undefined : createSlots(definition.maxConcurrency),
    provenance: new WeakMap(),
    started,
    nextSubflowKey: (name) => subflowKeys(name),
    resetSubflowKeys: () => {
      subflowKeys = countersByName();
    },
    related: () => {
      if (related?.of !== flow.run) related = { of: flow.run, list: flowRelated(flow.run, { flowName, deploymentName }) };
      return related.list;
    },
  };
  const flow: RunningFlow = {
    session,
    flowRunId: run.id,
    control,
    definition,
    plan,
    supervision: call.supervision,
    context: { session, flow: scope, tags: outer.tags },
    scope,
    run,
    parameters: call.given,
    controller: newController(),
    started,
    body: Promise.resolve(),
    isTerminated: false,
    ending: undefined,
    releaseLease: () => {},
  };
  return flow;
};

export const callFlowHooks = async (flow: RunningFlow, name: FlowHookName, event: Omit<FlowHookEvent, "flowRun">): Promise<void> =>
  callHooks(flow.context, flow.definition.hooks[name], { flowRun: flow.scope.info(), ...event });

export const printState = (state: {
  readonly type: RunState["type"];
  readonly name: string | null;
  readonly message: string | null;
}): RunState => ({
  type: state.type,
  name: state.name ?? state.type,
  message: state.message ?? "",
});
