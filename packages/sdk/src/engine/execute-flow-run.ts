import type { Deployment, FlowRun } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { type ControlChannel, connectChannel, noChannel } from "../control-channel/connect.ts";
import type { Receipt } from "../control-channel/frames.ts";
import type { FlowDefinition } from "../definitions/flow-options.ts";
import { toError } from "../errors.ts";
import { loadFlow } from "../loading/load-flow.ts";
import { levelNumbers } from "../logging/levels.ts";
import { withSession } from "../session/current-session.ts";
import type { Session } from "../session/session.ts";
import { createControl } from "./control.ts";
import { type Engine, findOtherEngine } from "./find-other-engine.ts";
import type { KnownRun } from "./known-run.ts";
import { foresee, locateCode } from "./locate-code.ts";
import { propose } from "./propose.ts";
import { runFlow } from "./run-flow.ts";
import type { Conclusion } from "./running-flow.ts";
import { watchCancellation } from "./watch-cancellation.ts";

type Env = Readonly<Record<string, string | undefined>>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const openChannel = async (env: Env): Promise<ControlChannel> => {
  const port = Number(env.PREFECT__CONTROL_PORT);
  const token = env.PREFECT__CONTROL_TOKEN;
  return port > 0 && token !== undefined && token !== "" ? connectChannel(port, token) : noChannel;
};

/** Shows a line and keeps it in the run's log, before there is a flow to write it. */
const writeLine = (session: Session, run: FlowRun, { level, message }: { readonly level: number; readonly message: string }): void => {
  session.print(`${run.name}: ${message}`);
  session.logs.add({ name: "prefect.flow_runs", level, message, flowRunId: run.id, taskRunId: null });
};

const receiptOf = (conclusion: Conclusion): Receipt =>
  conclusion.disposition === "ORCHESTRATION_ABORTED"
    ? { disposition: "ORCHESTRATION_ABORTED" }
    : { disposition: "STATE_REPORTED", state_id: conclusion.stateId, state_type: conclusion.stateType, state_name: conclusion.stateName };

/** A run whose code does not load has crashed before it began, and its log says why. Gives what to tell the supervisor. */
const reportUnloadable = async (session: Session, run: FlowRun, { message }: Error): Promise<Receipt | undefined> => {
  writeLine(session, run, { level: levelNumbers.ERROR, message });
  const proposer = { session, flowRunId: run.id, control: createControl() };
  const answer = await Promise.race([propose(proposer, { type: "CRASHED", message }), proposer.control.stopped]);
  await session.flush();
  if (!("state" in answer)) return undefined;
  const { id, type, name } = answer.state;
  return { disposition: "STATE_REPORTED", state_id: id, state_type: type, state_name: name };
};

/** The flow of a run, or the engine that knows how to run it. */
const findFlow = async (session: Session, run: FlowRun, foreseen: Promise<Deployment> | undefined): Promise<FlowDefinition | Engine> => {
  const log = (message: string): void => writeLine(session, run, { level: levelNumbers.INFO, message });
  const code = await locateCode(session, { run, foreseen, log });
  const other = await findOtherEngine(code, executeFlowRun);
  if (other === undefined) return loadFlow(code.entrypoint, code.directory);
  // biome-ignore lint/style/noProcessEnv: the other engine finds the code where this one has put it.
  process.env.PREFECT__FLOW_ENTRYPOINT = code.entrypoint;
  return other;
};

interface Given {
  readonly id: string;
  readonly env: Env;
  readonly known: KnownRun | undefined;
}

const execute = async (session: Session, { id, env, known }: Given): Promise<number> => {
  const foreseen = known === undefined ? foresee(session) : known.deployment && Promise.resolve(known.deployment);
  void session.client.prepare();
  const run = known?.run ?? (await session.client.flowRuns.get({ id }));
  const found = await findFlow(session, run, foreseen).catch(toError);
  if (typeof found === "function") {
    await session.flush();
    return found(id);
  }
  const channel = await openChannel(env);
  if (found instanceof Error) {
    const receipt = await reportUnloadable(session, run, found);
    if (receipt !== undefined) await channel.conclude(receipt);
    return 1;
  }
  let conclusion: Conclusion | undefined;
  const callsEndHooks = env.PREFECT__ENABLE_CANCELLATION_AND_CRASHED_HOOKS !== "false";
  const ended = new AbortController();
  const cancelled = new AbortController();
  void channel.lost.then(() => watchCancellation(session, id, { ended: ended.signal, cancelled }));
  const supervision = {
    cancelled: cancelled.signal,
    intent: () => {
      const intent = channel.intent();
      // A cancellation that this process answers for ends as if nobody had announced it.
      return callsEndHooks && intent === "cancel" ? undefined : intent;
    },
    callsEndHooks,
    onConclusion: (end: Conclusion) => {
      conclusion = end;
    },
  };
  try {
    await runFlow({ definition: found, given: run.parameters, session, existing: run, supervision });
  } catch (error) {
    // Signals the supervisor announced, pauses and aborts are an end like any other; it knows, or the server does.
    if (conclusion === undefined && channel.intent() === undefined && !cancelled.signal.aborted) {
      session.print(toError(error).stack ?? String(error));
      return 1;
    }
  }
  ended.abort();
  if (conclusion !== undefined) await channel.conclude(receiptOf(conclusion));
  return 0;
};

/** Runs the flow run with this id, or the one the environment names; gives the exit code (workers.md §15). */
export const executeFlowRun = async (given: string | undefined, known?: KnownRun): Promise<number> => {
  const { env } = whereWeAre();
  const id = given ?? env.PREFECT__FLOW_RUN_ID ?? "";
  if (!uuid.test(id)) {
    process.stderr.write(`"${id}" is not the id of a flow run. Give one as the argument or in PREFECT__FLOW_RUN_ID.\n`);
    return 1;
  }
  try {
    return await withSession(async (session) => {
      const code = await execute(session, { id, env, known });
      await session.client.close().catch(() => {});
      return code;
    });
  } catch (error) {
    process.stderr.write(`${toError(error).message}\n`);
    return 1;
  }
};
