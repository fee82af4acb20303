/** What a runner tells the server of a run whose own process cannot. */
import { fromMicros } from "@millrace/contract";
import type { FlowHookName } from "../definitions/flow-options.ts";
import { createControl } from "../engine/control.ts";
import { planFor } from "../engine/create-flow-run.ts";
import { printProposal } from "../engine/propose.ts";
import { callFlowHooks, createRunningFlow, printState } from "../engine/running-flow.ts";
import { CancelledError } from "../errors.ts";
import type { Active, Runner } from "./runner.ts";

export interface EndOfRun {
  readonly type: "CANCELLED" | "CRASHED";
  readonly message: string;
}

/** Calls the flow's hooks in this process, since the run's own has gone. */
export const callEndHooks = async ({ session }: Runner, { run, served }: Active, name: FlowHookName): Promise<void> => {
  const { state } = await session.client.flowRuns.get({ id: run.id });
  if (state === null) return;
  const call = { definition: served.plan.definition, given: run.parameters, session, existing: run };
  const flow = createRunningFlow({
    call,
    run,
    plan: planFor(call),
    control: createControl(),
    outer: { tags: [] },
    deploymentName: served.deployment.name,
  });
  const told = printState(state);
  await callFlowHooks(flow, name, { state: told, ...(name === "onCrashed" ? { error: new CancelledError(told.message) } : {}) });
};

/** Ends a run by force, as Cancelled after its hooks or as Crashed before them (workers.md §15). */
export const endRun = async (runner: Runner, active: Active, { type, message }: EndOfRun): Promise<void> => {
  const { session } = runner;
  const { id } = active.run;
  if (type === "CANCELLED") await callEndHooks(runner, active, "onCancellation");
  const body = { state: printProposal({ session, flowRunId: id }, { type, message }), force: type === "CANCELLED" };
  const { status } = await session.client.flowRuns.setState({ id, body });
  // A run whose end was reported before its process died is left as it is.
  if (type === "CRASHED" && status === "ACCEPT") await callEndHooks(runner, active, "onCrashed");
  if (type === "CANCELLED") emitCancelled(runner, active);
};

const emitCancelled = ({ session, name }: Runner, { run, served }: Active): void => {
  const resource = (kind: string, id: string, label: string) => ({
    "prefect.resource.id": `prefect.${kind}.${id}`,
    "prefect.resource.role": kind,
    "prefect.resource.name": label,
  });
  session.client.events.emit({
    id: session.world.newId(),
    occurred: fromMicros(session.world.nowMicros()),
    event: "prefect.runner.cancelled-flow-run",
    resource: { "prefect.resource.id": `prefect.runner.${name}`, "prefect.resource.name": name, "prefect.version": "3" },
    related: [
      resource("deployment", served.deployment.id, served.deployment.name),
      resource("flow", run.flow_id, served.plan.definition.name),
      resource("flow-run", run.id, run.name),
    ],
  });
};
