import { listenForChildren } from "../control-channel/listen.ts";
import { aFlag, aSignal, aText, checkOptions, type TakesOf, wholeFrom } from "../definitions/check-options.ts";
import { isLoading } from "../definitions/flow-registry.ts";
import { slugOf } from "../definitions/names.ts";
import { applyDeployment } from "../deployments/apply-deployment.ts";
import { type DeploymentPlan, isDeploymentPlan } from "../deployments/plan-deployment.ts";
import { UsageError } from "../errors.ts";
import { withSession } from "../session/current-session.ts";
import type { Session } from "../session/session.ts";
import { signalGroup } from "../supervision/run-process.ts";
import { cancelRun } from "./cancel-run.ts";
import { pollUntil } from "./poll.ts";
import type { Runner, Served } from "./runner.ts";
import { watchEvents } from "./watch-events.ts";

export interface ServeOptions {
  /** Name of this runner in events; the first deployment's unless given. */
  readonly name?: string | undefined;
  /** How many runs may be under way at once; no bound unless given. */
  readonly limit?: number | undefined;
  /** False leaves the deployments active when serving ends. */
  readonly pauseOnShutdown?: boolean | undefined;
  /** Ends serving as an interrupt does. */
  readonly signal?: AbortSignal | undefined;
}

const serveTakes: TakesOf<ServeOptions> = { name: aText, limit: wholeFrom(1), pauseOnShutdown: aFlag, signal: aSignal };

type ServeArgs = readonly [...DeploymentPlan[], DeploymentPlan | ServeOptions];

const createRunner = async (session: Session, plans: readonly DeploymentPlan[], options: ServeOptions): Promise<Runner> => {
  const served = new Map<string, Served>();
  for (const plan of plans) {
    const deployment = await applyDeployment(session, plan);
    served.set(deployment.id, { plan, deployment });
  }
  return {
    name: slugOf(options.name ?? plans[0]?.name ?? "runner"),
    session,
    served,
    control: await listenForChildren(() => session.world.randomId().replaceAll("-", "")),
    active: new Map(),
    refused: new Map(),
    limit: options.limit ?? Number.POSITIVE_INFINITY,
    wake: () => {},
    isAboutToLook: false,
    isStopping: false,
  };
};

const announce = ({ session, served }: Runner): void => {
  const names = [...served.values()].map(({ plan }) => `  ${plan.definition.name}/${plan.name}`);
  session.print(`Serving\n${names.join("\n")}\nRun one with: millrace deployment run ${names[0]?.trim()}\nStop with Ctrl-C.`);
};

/** Takes no more runs, pauses the deployments, ends the runs under way. */
const shutDown = async (runner: Runner, pauses: boolean): Promise<void> => {
  const { session, served, active } = runner;
  runner.isStopping = true;
  session.print("Stopping.");
  if (pauses) {
    const paused = [...served.keys()].map((id) => session.client.deployments.update({ id, body: { paused: true } }));
    for (const result of await Promise.allSettled(paused)) if (result.status === "rejected") session.print(String(result.reason));
  }
  await Promise.all([...active.values()].map((run) => cancelRun(runner, run, "The process serving the run was stopped.")));
  runner.control.close();
  await session.flush();
  await session.client.close().catch(() => {});
};

const serveAll = async (session: Session, plans: readonly DeploymentPlan[], options: ServeOptions): Promise<void> => {
  const runner = await createRunner(session, plans, options);
  const stop = new AbortController();
  const onSignal = (): void => {
    // Whoever asks twice does not want to wait for the runs to clean up.
    if (stop.signal.aborted) for (const { process: run } of runner.active.values()) if (run !== undefined) signalGroup(run, "SIGKILL");
    stop.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  options.signal?.addEventListener("abort", onSignal, { once: true });
  if (options.signal?.aborted) stop.abort();
  try {
    announce(runner);
    const watching = watchEvents(runner, stop.signal);
    await pollUntil(runner, stop.signal);
    await shutDown(runner, options.pauseOnShutdown ?? true);
    await watching;
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
};

const splitArguments = (args: readonly unknown[]): { readonly plans: readonly DeploymentPlan[]; readonly options: ServeOptions } => {
  const last = args.at(-1);
  const hasOptions = last !== undefined && !isDeploymentPlan(last);
  const plans = hasOptions ? args.slice(0, -1) : args;
  if (plans.length === 0 || !plans.every(isDeploymentPlan)) {
    throw new UsageError('serve takes deployments, such as serve(crawl.toDeployment({ name: "nightly" })), and at last its options.');
  }
  if (hasOptions) checkOptions("serve", last, serveTakes);
  return { plans, options: hasOptions ? (last as ServeOptions) : {} };
};

/**
 * Registers deployments and runs each of their runs in a process of its own, until it is interrupted: `await serve(a, b, { limit: 2 })`.
 * Does nothing while the file is only loaded for its flows.
 */
export const serve = async (...args: ServeArgs): Promise<void> => {
  const { plans, options } = splitArguments(args);
  if (isLoading()) return;
  await withSession((session) => serveAll(session, plans, options));
};
