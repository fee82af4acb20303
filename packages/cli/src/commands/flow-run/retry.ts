import { spawn } from "node:child_process";
import type { Client } from "@millrace/client";
import { type FlowRun, isTerminal } from "@millrace/contract";
import { type CommandContext, CommandError, command } from "../../command.ts";
import { profileWords } from "../../enter-profile.ts";
import { noFlowRun, orMissing } from "../../missing.ts";
import { ownProgram } from "../../own-program.ts";
import { listAll } from "../../pages.ts";
import { id, text } from "../../parameters.ts";

/** The run of an id or of a name. Throws `CommandError` unless there is exactly one. */
const getRun = async (client: Client, word: string): Promise<FlowRun> => {
  const runId = id("").read(word);
  if (typeof runId === "string") return orMissing(client.flowRuns.get({ id: runId }), noFlowRun(word));
  const runs = await listAll((offset) => client.flowRuns.list({ body: { flow_runs: { name: { any_: [word] } }, offset } }));
  const [run] = runs;
  if (run === undefined) throw new CommandError(noFlowRun(word));
  if (runs.length > 1) {
    const list = runs.map((each) => `  ${each.id}  ${each.state_name ?? ""}`).join("\n");
    throw new CommandError(`There are ${runs.length} flow runs named "${word}". Name one by its id:\n${list}`);
  }
  return run;
};

/** Forced, since a finished run stays finished otherwise. The run keeps its id and its count (cli.md §3). */
const schedule = async (client: Client, run: FlowRun): Promise<void> => {
  const { status, details } = await client.flowRuns.setState({
    id: run.id,
    body: { state: { type: "SCHEDULED", name: "Scheduled", message: "Retried from the command line" }, force: true },
  });
  if (status !== "ABORT" && status !== "REJECT") return;
  throw new CommandError(`Flow run "${run.name}" was not scheduled again: ${details.reason ?? "the server refused"}`);
};

/** Carries the run out in a process of its own, on this terminal. Resolves when that has ended. */
const execute = (context: CommandContext, run: FlowRun, entrypoint: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const { cwd, env } = context.host;
    const child = spawn(process.execPath, [ownProgram, ...profileWords(context), "flow-run", "execute", run.id], {
      cwd,
      env: { ...env, PREFECT__FLOW_ENTRYPOINT: entrypoint },
      stdio: "inherit",
    });
    child.once("error", reject);
    child.once("exit", () => resolve());
  });

export default command({
  does: "Run a flow run that has ended once more.",
  details: "A run of a deployment is scheduled again. Any other is carried out here, from the entrypoint.",
  takes: { idOrName: text("Id or name of the flow run.") },
  options: { entrypoint: text("Where the flow is, as path/to/file.ts:flow, for a run without a deployment.", { short: "e" }) },
  async run(context, { idOrName, entrypoint }) {
    const { connect, say } = context;
    const client = await connect();
    const run = await getRun(client, idOrName);
    if (!isTerminal(run.state_type))
      throw new CommandError(`Flow run "${run.name}" is ${run.state_name ?? "without a state"}; only runs that have ended can be retried.`);
    if (run.deployment_id === null && entrypoint === undefined) {
      throw new CommandError(
        `Flow run "${run.name}" has no deployment. Say where its flow is: millrace flow-run retry ${run.id} --entrypoint path/to/file.ts:flow`,
      );
    }
    await schedule(client, run);
    if (run.deployment_id !== null || entrypoint === undefined) {
      say.done(`Flow run ${run.name} is scheduled again.`, `Follow it with: millrace flow-run watch ${run.id}`);
      return;
    }
    say.line(`Running ${run.name} here.`);
    await execute(context, run, entrypoint);
    const { state_type, state_name } = await client.flowRuns.get({ id: run.id });
    if (state_type !== "COMPLETED") throw new CommandError(`The flow run ended as ${state_name}.`);
    say.done(`The flow run ended as ${state_name}.`);
  },
});
