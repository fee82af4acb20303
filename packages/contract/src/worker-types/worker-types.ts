/** Kinds of worker, with the templates that pools of them begin with (workers.md §7, §9, §10). */
import type { Json, JsonObject } from "./schema.ts";

/** A kind of worker: what a pool of it runs flow runs with. */
interface WorkerType {
  readonly type: string;
  readonly display_name: string;
  readonly description: string;
  readonly install_command: string;
  /** Fields of a job beside those of every job, each with the schema of the variable that fills it. */
  readonly variables: Readonly<Record<string, JsonObject>>;
}

const optional = (type: JsonObject, more: JsonObject): JsonObject => ({ anyOf: [type, { type: "null" }], default: null, ...more });
const text: JsonObject = { type: "string" };
const texts: JsonObject = { type: "array", items: text };

/** What every kind of worker takes (workers.md §7). */
const everyJob: Readonly<Record<string, JsonObject>> = {
  name: optional(text, { title: "Name", description: "What the infrastructure of a run is called." }),
  env: {
    type: "object",
    title: "Environment Variables",
    description: "Variables the run's process starts with.",
    additionalProperties: { anyOf: [text, { type: "null" }] },
  },
  labels: { type: "object", title: "Labels", description: "Labels for the infrastructure of a run.", additionalProperties: text },
  command: optional(text, {
    title: "Command",
    description: "What starts the run. Leave it empty unless the worker's own command does not fit.",
  }),
};

const processes: WorkerType = {
  type: "process",
  display_name: "Process",
  description: "Runs each flow run as a process beside the worker. The simplest way to start, and all a single machine needs.",
  install_command: "pip install prefect",
  variables: {
    stream_output: {
      type: "boolean",
      title: "Stream Output",
      description: "Show what the run prints in the worker's own output.",
      default: true,
    },
    working_dir: optional(
      { type: "string", format: "path" },
      { title: "Working Directory", description: "Where the process starts; a directory of its own that goes with it when empty." },
    ),
  },
};

const docker: WorkerType = {
  type: "docker",
  display_name: "Docker",
  description: "Runs each flow run in a container of its own on the worker's Docker host.",
  install_command: "pip install prefect-docker",
  variables: {
    image: optional(text, { title: "Image", description: "The image to run; one that fits the worker when empty." }),
    registry_credentials: optional({ type: "object" }, { title: "Registry Credentials", description: "What images are pulled with." }),
    image_pull_policy: optional(
      { type: "string", enum: ["IfNotPresent", "Always", "IfPossible", "Never"] },
      { title: "Image Pull Policy", description: "When to pull the image." },
    ),
    networks: { ...texts, title: "Networks", description: "Networks the container joins." },
    network_mode: optional(text, { title: "Network Mode", description: "The container's network mode, such as host or bridge." }),
    auto_remove: { type: "boolean", title: "Auto Remove", description: "Remove containers that have ended.", default: false },
    volumes: { ...texts, title: "Volumes", description: "Mounts, each as `host path:container path`." },
    stream_output: {
      type: "boolean",
      title: "Stream Output",
      description: "Show what the container prints in the worker's output.",
      default: true,
    },
    mem_limit: optional(text, { title: "Memory Limit", description: "Most memory, such as 512m." }),
    memswap_limit: optional(text, { title: "Memory Swap Limit", description: "Most memory and swap together; needs a memory limit." }),
    privileged: { type: "boolean", title: "Privileged", description: "Give the container the rights of its host.", default: false },
    container_create_kwargs: optional(
      { type: "object" },
      { title: "Container Options", description: "Further options for the new container." },
    ),
  },
};

type PythonTypes = Readonly<Record<string, Pick<WorkerType, "display_name" | "description">>>;

/** Kinds of worker that only packages of the Python client have, by package and type (workers.md §7). */
const pythonPackages: Readonly<Record<string, PythonTypes>> = {
  "prefect-kubernetes": {
    kubernetes: {
      display_name: "Kubernetes",
      description: "Runs each flow run as a job of a Kubernetes cluster. Needs Python's worker and rights in the cluster.",
    },
  },
  "prefect-aws": {
    ecs: {
      display_name: "AWS Elastic Container Service",
      description: "Runs each flow run as a task of an ECS cluster, on Fargate or EC2. Needs Python's worker and an AWS account.",
    },
  },
  "prefect-gcp": {
    "cloud-run": {
      display_name: "Google Cloud Run",
      description: "Runs each flow run as a job of Cloud Run. Needs Python's worker and a Google Cloud account.",
    },
    "cloud-run-v2": {
      display_name: "Google Cloud Run V2",
      description: "Runs each flow run as a job of Cloud Run, by its second API. Needs Python's worker and a Google Cloud account.",
    },
    "vertex-ai": {
      display_name: "Google Vertex AI",
      description: "Runs each flow run as a custom job of Vertex AI. Needs Python's worker and a Google Cloud account.",
    },
  },
  "prefect-azure": {
    "azure-container-instance": {
      display_name: "Azure Container Instances",
      description: "Runs each flow run in a container group of its own. Needs Python's worker and an Azure account.",
    },
  },
};

/** The package of the Python client that a worker of this type takes; undefined where Millrace's own worker has it, or nobody knows it. */
export const findPythonPackage = (type: string): string | undefined =>
  Object.entries(pythonPackages).find(([, types]) => Object.hasOwn(types, type))?.[0];

/** A template that hands every variable to the field of its name. */
const templateOf = (variables: Readonly<Record<string, JsonObject>>): JsonObject => ({
  job_configuration: Object.fromEntries(Object.keys(variables).map((name): [string, Json] => [name, `{{ ${name} }}`])),
  variables: { type: "object", properties: variables },
});

const describe = (
  { type, display_name, description, install_command }: Omit<WorkerType, "variables">,
  template: JsonObject,
): JsonObject => ({
  type,
  display_name,
  description,
  install_command,
  is_beta: false,
  logo_url: null,
  documentation_url: null,
  default_base_job_configuration: template,
});

/** Their pools begin without a template: the first worker brings the one of its own version. */
const describePythonTypes = ([name, types]: readonly [string, PythonTypes]): readonly [string, JsonObject] => {
  const describeOne = ([type, told]: readonly [string, PythonTypes[string]]) =>
    [type, describe({ type, ...told, install_command: `pip install ${name}` }, {})] as const;
  return [name, Object.fromEntries(Object.entries(types).map(describeOne))];
};

/** What a pool of processes or of containers begins with. */
export const jobTemplateOf = (type: "process" | "docker"): JsonObject =>
  templateOf({ ...everyJob, ...(type === "process" ? processes : docker).variables });

/** Kinds of worker by the package that brings them. */
export const workerTypes = (): JsonObject => ({
  prefect: { process: describe(processes, jobTemplateOf("process")) },
  "prefect-docker": { docker: describe(docker, jobTemplateOf("docker")) },
  ...Object.fromEntries(Object.entries(pythonPackages).map(describePythonTypes)),
});
