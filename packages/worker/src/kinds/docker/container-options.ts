/** A run's container as the engine is told of it (workers.md §10). */
import type { Json, JsonObject } from "@millrace/contract";
import { isObject, splitWords } from "@millrace/sdk/supervision";
import { JobError, type JobSpec } from "../kind.ts";
import { isPython } from "../process/find-command.ts";
import { readCreateOptions } from "./create-options.ts";
import { bytesOf } from "./size.ts";

const textsOf = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const textOf = (value: Json | undefined): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const extraHosts = (value: Json | undefined): readonly string[] =>
  isObject(value) ? Object.entries(value).map(([name, address]) => `${name}:${String(address)}`) : textsOf(value);

const local = /^(https?:\/\/)(localhost|127\.0\.0\.1)(?=[:/]|$)/;
const gateway = "host.docker.internal";

/** A container on a network of its own reaches the host under another name. */
const addressFrom = (url: string, mode: string | undefined): string => (mode === "host" ? url : url.replace(local, `$1${gateway}`));

const modeOf = ({ configuration, env }: JobSpec, isLinux: boolean): string | undefined => {
  const given = textOf(configuration.network_mode);
  if (given !== undefined) return given;
  const [network] = textsOf(configuration.networks);
  if (network !== undefined) return network;
  return isLinux && local.test(env.PREFECT_API_URL ?? "") ? "host" : undefined;
};

/** `prefect.io/flow-run-id` as engines have it: `io.prefect.flow-run-id`. */
const labelName = (name: string): string => {
  const [domain = "", ...rest] = name.split("/");
  return rest.length === 0 ? name : `${domain.split(".").toReversed().join(".")}.${rest.join("/")}`;
};

/** The name of a container: what engines take, at most 250 characters. */
export const containerName = ({ name, run }: JobSpec): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 250) || run.id;

/** The image of a run. Throws a `JobError` when neither the job nor the kind of flow names one. */
export const imageOf = ({ configuration, deployment }: JobSpec): string => {
  const image = textOf(configuration.image);
  if (image !== undefined) return image;
  if (isPython(deployment?.entrypoint ?? "")) return "prefecthq/prefect:3-latest";
  throw new JobError(
    "The job names no image. Set the job variable image, on the deployment or in the pool's template, to one with the flow's code.",
  );
};

/** Networks beside the first, which the container is connected to once it is made. */
export const furtherNetworks = ({ configuration }: JobSpec): readonly string[] => {
  const networks = textsOf(configuration.networks);
  return textOf(configuration.network_mode) === undefined ? networks.slice(1) : [];
};

/** What the engine is asked to create. `isLinux` is whether worker and engine share a Linux host's network. */
export const containerOptions = (job: JobSpec, isLinux: boolean): JsonObject => {
  const { configuration, env, labels, command } = job;
  const given = isObject(configuration.container_create_kwargs) ? configuration.container_create_kwargs : {};
  const mode = modeOf(job, isLinux);
  const address = addressFrom(env.PREFECT_API_URL ?? "", mode);
  const hosts = [...extraHosts(given.extra_hosts), ...(isLinux && mode !== "host" ? [`${gateway}:host-gateway`] : [])];
  const memory = bytesOf(configuration.mem_limit, "mem_limit");
  const swap = bytesOf(configuration.memswap_limit, "memswap_limit");
  const further = readCreateOptions(given);
  return {
    // Images check servers; a run would share its memory and its processor with such checks.
    Healthcheck: { Test: ["NONE"] },
    ...further.container,
    Image: imageOf(job),
    Cmd: command === undefined ? ["prefect", "flow-run", "execute"] : splitWords(command),
    Env: Object.entries({ ...env, PREFECT_API_URL: address }).map(([name, value]) => `${name}=${value}`),
    Labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [labelName(name), value])),
    HostConfig: {
      ...further.host,
      AutoRemove: configuration.auto_remove === true,
      Privileged: configuration.privileged === true,
      Binds: textsOf(configuration.volumes),
      ExtraHosts: hosts,
      ...(mode === undefined ? {} : { NetworkMode: mode }),
      ...(memory === undefined ? {} : { Memory: memory }),
      ...(swap === undefined ? {} : { MemorySwap: swap }),
    },
  };
};
