import { fromMicros, type JsonObject } from "@millrace/contract";
import { explainEnd, isObject } from "@millrace/sdk/supervision";
import { type Infrastructure, type JobEnd, JobError, type JobSpec, type KindContext } from "../kind.ts";
import { askForExit, awaitExit } from "./await-exit.ts";
import { containerName, containerOptions, furtherNetworks, imageOf } from "./container-options.ts";
import { type Engine, EngineError } from "./engine.ts";
import { followLogs } from "./follow-logs.ts";
import { ensureImage } from "./pull-image.ts";

export interface DockerContext extends KindContext {
  readonly engine: Engine;
}

/** Tells what becomes of the container of a job, once it has an id. */
const teller =
  ({ session }: DockerContext, { run }: JobSpec) =>
  (id: string, status: string): void =>
    session.client.events.emit({
      id: session.world.newId(),
      occurred: fromMicros(session.world.nowMicros()),
      event: `prefect.docker.container.${status}`,
      resource: { "prefect.resource.id": `prefect.docker.container.${id}` },
      related: [
        { "prefect.resource.id": `prefect.flow-run.${run.id}`, "prefect.resource.role": "flow-run", "prefect.resource.name": run.name },
      ],
    });

const mostNames = 100;

/** Creates the container under the run's name, or with a number when another has it. */
const create = async (engine: Engine, name: string, body: JsonObject): Promise<string> => {
  for (let number = 0; ; number += 1) {
    try {
      const query = { name: number === 0 ? name : `${name}-${number}` };
      return (await engine.ask<{ readonly Id: string }>({ method: "POST", path: "/containers/create", query, body })).Id;
    } catch (error) {
      const isTaken = error instanceof EngineError && error.status === 409 && number < mostNames;
      if (!isTaken) throw error;
    }
  }
};

/** What a refusal of the engine means for whoever deployed the run. */
const explain = (error: unknown, image: string): unknown => {
  if (!(error instanceof EngineError)) return error;
  if (error.status === 404 && /no such image/i.test(error.message)) {
    return new JobError(`The image ${image} is not there. Build or pull it, or let image_pull_policy pull it.`);
  }
  return new JobError(`The container could not be started: ${error.message}`);
};

interface Inspected {
  readonly State: { readonly OOMKilled: boolean };
}

/** Whether it used more memory than it may; unknown for a container that has removed itself. */
const ranOutOfMemory = async (engine: Engine, id: string): Promise<boolean> => {
  try {
    return (await engine.ask<Inspected>({ path: `/containers/${id}/json` })).State.OOMKilled;
  } catch {
    return false;
  }
};

const outOfMemory = "it used more memory than mem_limit allows";

const unseen = "an exit code that nobody saw: it was removed while the engine was away";

const endOf = async (engine: Engine, id: string, code: number | undefined): Promise<Pick<JobEnd, "statusCode" | "problem">> => {
  if (code === undefined) return { statusCode: -1, problem: unseen };
  if (code !== 0 && (await ranOutOfMemory(engine, id))) return { statusCode: code, problem: `exit code ${code}: ${outOfMemory}` };
  return { statusCode: code, problem: explainEnd({ code, signal: null }) };
};

/** Ends a container, with SIGTERM first; one that has ended or is gone is what was wanted. */
const stop = async (engine: Engine, id: string, graceSeconds: number): Promise<void> => {
  try {
    await engine.ask({ method: "POST", path: `/containers/${id}/stop`, query: { t: String(graceSeconds) } });
  } catch (error) {
    if (!(error instanceof EngineError && (error.status === 304 || error.status === 404))) throw error;
  }
};

const launch = async (engine: Engine, job: JobSpec): Promise<string> => {
  const id = await create(engine, containerName(job), containerOptions(job, process.platform === "linux"));
  for (const network of furtherNetworks(job)) {
    await engine.ask({ method: "POST", path: `/networks/${encodeURIComponent(network)}/connect`, body: { Container: id } });
  }
  return id;
};

/** Starts a run in a container of its own, and follows it. */
export const startContainer = async (context: DockerContext, job: JobSpec): Promise<Infrastructure> => {
  const { engine } = context;
  const { configuration } = job;
  const image = imageOf(job);
  const tell = teller(context, job);
  await ensureImage(engine, { image, policy: configuration.image_pull_policy, credentials: configuration.registry_credentials });
  let id: string | undefined;
  try {
    id = await launch(engine, job);
    tell(id, "created");
    const asked = await askForExit(engine, id);
    await engine.ask({ method: "POST", path: `/containers/${id}/start` });
    tell(id, "running");
    const container = id;
    const { container_create_kwargs: given } = configuration;
    const isTerminal = isObject(given) && given.tty === true;
    const output = await followLogs(engine, { id, isTerminal, shows: configuration.stream_output !== false });
    const ended = awaitExit(context, { id, runName: job.run.name }, asked).then(async (code): Promise<JobEnd> => {
      await output.ended;
      tell(container, "exited");
      return { ...(await endOf(engine, container, code)), lastWords: output.lastWords(), isConcluded: false };
    });
    return { identifier: `${engine.host}:${id}`, ended, stop: (_, graceSeconds) => stop(engine, container, graceSeconds) };
  } catch (error) {
    tell(id ?? job.run.id, "creation-failed");
    if (id !== undefined) await engine.ask({ method: "DELETE", path: `/containers/${id}`, query: { force: "1" } }).catch(() => {});
    throw explain(error, image);
  }
};
