import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FlowRun } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { printProposal } from "../engine/propose.ts";
import { callEndHooks, endRun } from "./report.ts";
import type { Active, Runner, Served } from "./runner.ts";

/** The program of a run's process, built or not as this file is. */
const entry = fileURLToPath(new URL(`../engine/main.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url));

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

/** Options a program to evaluate or an inspector's port would be inherited with. */
const execArgv = process.execArgv.filter((option) => !/^--(eval|print|inspect|test|input-type)|^-[ep]$/.test(option));

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

const exitOf = async (child: ChildProcess): Promise<string | undefined> => {
  const [code, signal] = await Promise.race([
    once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>,
    once(child, "error").then(([error]): [string, null] => [String(error), null]),
  ]);
  if (code === 0) return undefined;
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
};

const superviseRun = async (runner: Runner, active: Active): Promise<void> => {
  const { session } = runner;
  try {
    if (runner.isStopping || !(await claim(runner, active.run)) || active.isCancelling) return;
    session.print(`Starting run ${active.run.name} of ${active.served.plan.definition.name}/${active.served.deployment.name}.`);
    // Detached: what interrupts the terminal is for the runner, which then ends its runs in order.
    const child = spawn(process.execPath, [...execArgv, entry, active.run.id], {
      env: environment(runner, active),
      stdio: "inherit",
      detached: true,
    });
    active.child = child;
    const exit = await exitOf(child);
    const receipt = active.channel.receipt();
    // A run whose code ended by itself before anybody could interrupt it has told the server, but left the hooks to us.
    if (receipt?.state_type === "CANCELLED") await callEndHooks(runner, active, "onCancellation");
    if (active.isCancelling || exit === undefined || receipt !== undefined) return;
    await endRun(runner, active, { type: "CRASHED", message: `The process of the run ended with ${exit}.` });
  } catch (error) {
    session.print(`The run ${active.run.name} could not be seen to: ${error instanceof Error ? error.message : error}`);
  }
};

/** Runs a scheduled run in a process of its own, unless it is under way or all slots are taken. */
export const startRun = (runner: Runner, run: FlowRun, served: Served): void => {
  if (runner.active.has(run.id) || runner.active.size >= runner.limit) return;
  const active: Active = { run, served, child: undefined, channel: runner.control.expect(), isCancelling: false, ended: Promise.resolve() };
  runner.active.set(run.id, active);
  active.ended = superviseRun(runner, active).finally(() => {
    active.channel.close();
    if (active.isCancelling) return;
    runner.active.delete(run.id);
    runner.wake();
  });
};
