/** One run from the moment a worker finds it to the moment the server knows how it ended (workers.md §4). */
import { isClientError } from "@millrace/client";
import type { Deployment, PlainFlowRun } from "@millrace/contract";
import type { Infrastructure, JobEnd, JobSpec } from "../kinds/kind.ts";
import { tellExecuted, tellSubmitted } from "../tell-events.ts";
import type { Job, Worker } from "../worker.ts";
import { specifyJob } from "./job-spec.ts";
import { ensureCancelled, findStateType, giveBack, tellState } from "./states.ts";

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const findFlowName = ({ session, flowNames }: Worker, id: string): Promise<string> => {
  const known = flowNames.get(id) ?? session.client.flows.get({ id }).then(({ name }) => name);
  flowNames.set(id, known);
  known.catch(() => flowNames.delete(id));
  return known;
};

/** The run's deployment; undefined for a run without one, null for one that is gone. */
const findDeployment = async ({ session }: Worker, { deployment_id: id }: PlainFlowRun): Promise<Deployment | null | undefined> => {
  if (id === null) return undefined;
  try {
    return await session.client.deployments.get({ id });
  } catch (error) {
    if (isClientError(error, "not-found")) return null;
    throw error;
  }
};

/** Takes the run for this worker; false when somebody else has it, it may not start, or its deployment is gone. */
const claim = async (worker: Worker, job: Job): Promise<boolean> => {
  const { run } = job;
  const [deployment, refusal] = await Promise.all([findDeployment(worker, run), tellState(worker, job, { type: "PENDING" })]);
  if (refusal !== undefined) {
    worker.session.print(`The run ${run.name} was not started: ${refusal}`);
    return false;
  }
  if (deployment === null) {
    await tellState(worker, job, { type: "CANCELLED", message: "The deployment of the run was deleted before it started.", force: true });
    return false;
  }
  job.deployment = deployment;
  job.isClaimed = true;
  return true;
};

interface Prepared {
  readonly spec: JobSpec;
  readonly flowName: string;
}

const prepare = async (worker: Worker, job: Job): Promise<Prepared> => {
  const flowName = await findFlowName(worker, job.run.flow_id);
  return { spec: await specifyJob(worker, job, flowName), flowName };
};

interface Started {
  readonly infrastructure: Infrastructure;
  readonly flowName: string;
  readonly submitted: string;
  /** Resolves when the server has been told who runs it; nothing depends on it. */
  readonly told: Promise<unknown>;
}

/** Starts the infrastructure; whatever goes wrong before it has an identifier is the end of the run. */
const submit = async (worker: Worker, job: Job, { spec, flowName }: Prepared): Promise<Started> => {
  const { session, identity, kind, pool } = worker;
  const { run } = job;
  const labels = {
    "prefect.worker.name": identity.name,
    "prefect.worker.type": kind.type,
    ...(pool === undefined ? {} : { "prefect.work-pool.name": pool.name, "prefect.work-pool.id": pool.id }),
  };
  const starting = kind.start(spec);
  // After that, since nothing waits for it.
  const told = Promise.allSettled([
    session.client.flowRuns.updateLabels({ id: run.id, body: labels }),
    // Says to whoever watches that the infrastructure comes next.
    tellState(worker, job, { type: "PENDING", name: "Submitting" }),
  ]);
  session.print(`Starting run ${run.name} of ${flowName}${job.deployment === undefined ? "" : `/${job.deployment.name}`}.`);
  const infrastructure = await starting;
  return { infrastructure, flowName, submitted: tellSubmitted(worker, job, flowName), told };
};

/** Says how a run ended whose own code has not. */
const reportEnd = async (worker: Worker, job: Job, { problem, lastWords, isConcluded }: JobEnd): Promise<void> => {
  if (isConcluded) return;
  const { noun } = worker.kind;
  const hasBegun = (await findStateType(worker, job)) !== "PENDING";
  if (hasBegun && problem === undefined) return;
  const end = problem === undefined ? "ended well, but never started the run" : `ended with ${problem}`;
  const message = `The ${noun} of the run ${end}.${hasBegun || lastWords === "" ? "" : ` Its last words: ${lastWords}`}`;
  const refusal = await tellState(worker, job, { type: "CRASHED", message });
  if (refusal === undefined) worker.session.print(`The run ${job.run.name} crashed. ${message}`);
};

/** What is lost sight of before its run began will not begin it; one that did tells of itself. */
const reportLoss = async (worker: Worker, job: Job, reason: unknown): Promise<void> => {
  if ((await findStateType(worker, job)) !== "PENDING") return;
  const message = `The ${worker.kind.noun} of the run was lost sight of before the run began. ${describe(reason)}`;
  await tellState(worker, job, { type: "CRASHED", message });
};

/** Follows the infrastructure to its end. What goes wrong with watching says nothing about a run that has begun. */
const follow = async (worker: Worker, job: Job, { infrastructure, flowName, submitted, told }: Started): Promise<void> => {
  const { session } = worker;
  job.infrastructure = infrastructure;
  job.onStarted();
  const { identifier } = infrastructure;
  const noted = session.client.flowRuns.update({ id: job.run.id, body: { infrastructure_pid: identifier } }).catch((error: unknown) => {
    session.print(`The server could not be told where the run ${job.run.name} is: ${describe(error)}`);
  });
  // Somebody may have wanted it to end while it was starting.
  if (job.isCancelling) void infrastructure.stop("cancel", 0);
  const end = await infrastructure.ended.catch(async (error: unknown) => {
    // Whoever stops watching what goes on by itself has nothing to tell.
    if (worker.isStopping && worker.kind.outlivesWorker) return undefined;
    await reportLoss(worker, job, error);
    throw error;
  });
  if (end === undefined) return;
  await Promise.all([noted, told]);
  tellExecuted(worker, job, { flowName, submitted, identifier, end });
  if (!job.isCancelling && !job.isAbandoned) await reportEnd(worker, job, end);
};

const carryOut = async (worker: Worker, job: Job): Promise<void> => {
  const { session } = worker;
  let started: Started;
  try {
    if (worker.isStopping || !(await claim(worker, job))) return;
    if (worker.isStopping) return await giveBack(worker, job);
    if (job.isCancelling) return await ensureCancelled(worker, job, "Flow run was cancelled before it started.");
    const prepared = await prepare(worker, job);
    if (worker.isStopping) return await giveBack(worker, job);
    started = await submit(worker, job, prepared);
  } catch (error) {
    const message = `The run could not be started: ${describe(error)}`;
    session.print(`${job.run.name}: ${message}`);
    if (job.isClaimed) await tellState(worker, job, { type: "CRASHED", message });
    return;
  }
  await follow(worker, job, started);
};

const refusedSeconds = 1;

/** Takes a run on unless it is under way or all slots are taken. */
export const startJob = (worker: Worker, run: PlainFlowRun): void => {
  const { jobs, limit, session } = worker;
  if (worker.isStopping || jobs.has(run.id) || jobs.size >= limit) return;
  const { promise: started, resolve: onStarted } = Promise.withResolvers<void>();
  const job: Job = {
    started,
    onStarted,
    run,
    isClaimed: false,
    deployment: undefined,
    infrastructure: undefined,
    isCancelling: false,
    isAbandoned: false,
    done: Promise.resolve(),
  };
  jobs.set(run.id, job);
  job.done = carryOut(worker, job)
    .catch((error: unknown) => session.print(`The run ${run.name} could not be seen to: ${describe(error)}`))
    .finally(() => {
      jobs.delete(run.id);
      // A run that could not be taken is not asked for again at once.
      if (job.isClaimed) worker.wake();
      else session.world.after(refusedSeconds, worker.wake, { idle: true });
    });
};
