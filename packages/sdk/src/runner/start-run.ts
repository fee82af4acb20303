import { compareInstants, type FlowRun, fromMicros } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { printProposal } from "../engine/propose.ts";
import { engineCommand } from "../supervision/engine-command.ts";
import { explainEnd } from "../supervision/explain-end.ts";
import { signalGroup, startProcess } from "../supervision/run-process.ts";
import { callEndHooks, endRun } from "./report.ts";
import type { Active, Runner, Served } from "./runner.ts";

const environment = ({ session, control }: Runner, { run, served, channel }: Active): NodeJS.ProcessEnv => ({
  ...whereWeAre().env,
  PREFECT_API_URL: session.client.url,
  PREFECT__FLOW_RUN_ID: run.id,
  PREFECT__FLOW_ID: run.flow_id,
  PREFECT__FLOW_NAME: served.plan.definition.name,
  PREFECT__DEPLOYMENT_ID: served.deployment.id,
  PREFECT__DEPLOYMENT_NAME: served.deployment.name,
  PREFECT__FLOW_ENTRYPOINT: served.plan.entrypoint,
  PREFECT__STORAGE_BASE_PATH: whereWeAre().cwd,
  // The process may be killed, so its runner answers for these hooks.
  PREFECT__ENABLE_CANCELLATION_AND_CRASHED_HOOKS: "false",
  PREFECT__CONTROL_PORT: String(control.port),
  PREFECT__CONTROL_TOKEN: channel.token,
});

/** Takes the run for this runner; false when somebody else has it or it may not start. */
const claim = async ({ session }: Runner, { id, state_name }: FlowRun): Promise<boolean> => {
  for (const name of ["Pending", "Submitting"]) {
    const state = printProposal({ session, flowRunId: id }, { type: "PENDING", name });
    const answer = await session.client.flowRuns.setState({ id, body: { state, force: false } });
    if (answer.status !== "ACCEPT") {
      if (state_name !== "Late") session.print(`The run ${id} was not started: ${answer.details.reason ?? answer.status}`);
      return false;
    }
  }
  return true;
};

const superviseRun = async (runner: Runner, active: Active): Promise<void> => {
  const { session } = runner;
  try {
    if (runner.isStopping || !(await claim(runner, active.run))) return;
    active.isClaimed = true;
    if (active.isCancelling) return;
    session.print(`Starting run ${active.run.name} of ${active.served.plan.definition.name}/${active.served.deployment.name}.`);
    const command = [...engineCommand, active.run.id];
    active.process = await startProcess({ command, env: environment(runner, active), stdio: "inherit" });
    // Somebody may have wanted it to end while it was starting.
    if (active.isCancelling) signalGroup(active.process, "SIGTERM");
    const exit = explainEnd(await active.process.ended);
    const receipt = active.channel.receipt();
    // A run whose code ended by itself before anybody could interrupt it has told the server, but left the hooks to us.
    if (receipt?.state_type === "CANCELLED") await callEndHooks(runner, active, "onCancellation");
    if (active.isCancelling || exit === undefined || receipt !== undefined) return;
    await endRun(runner, active, { type: "CRASHED", message: `The process of the run ended with ${exit}.` });
  } catch (error) {
    session.print(`The run ${active.run.name} could not be seen to: ${error instanceof Error ? error.message : error}`);
  }
};

const refusedSeconds = 1;

/** Looks for runs again not at once, in which case it would be refused without end, but at the run's date, or a while later. */
const lookAfterRefusal = (runner: Runner, { run }: Active): void => {
  const { world } = runner.session;
  runner.refused.set(run.id, run.next_scheduled_start_time);
  const now = fromMicros(world.nowMicros());
  const untilDue = compareInstants(run.next_scheduled_start_time ?? now, now) / 1_000_000;
  world.after(untilDue > 0 ? untilDue : refusedSeconds, () => runner.wake(), { idle: true });
};

/** Runs a scheduled run in a process of its own, unless it is under way or all slots are taken. */
export const startRun = (runner: Runner, run: FlowRun, served: Served): void => {
  if (runner.active.has(run.id) || runner.active.size >= runner.limit) return;
  const active: Active = {
    run,
    served,
    process: undefined,
    channel: runner.control.expect(),
    isClaimed: false,
    isCancelling: false,
    ended: Promise.resolve(),
  };
  runner.active.set(run.id, active);
  active.ended = superviseRun(runner, active).finally(() => {
    active.channel.close();
    if (active.isCancelling) return;
    runner.active.delete(run.id);
    if (active.isClaimed) runner.wake();
    else lookAfterRefusal(runner, active);
  });
};
