/** Kinds of worker, with the templates that pools of them begin with (workers.md §7, §9, §10). */
import type { JsonObject } from "../schema.ts";
import { azureContainerInstance } from "./azure-container-instance.ts";
import { docker } from "./docker.ts";
import { elasticContainerService } from "./ecs.ts";
import { cloudRun, cloudRunV2, vertexAi } from "./google-cloud.ts";
import { type Job, templateOf } from "./job-template.ts";
import { kubernetes } from "./kubernetes.ts";
import { processes } from "./process.ts";
import { pythonPackages } from "./python-packages.ts";

/** A kind of worker: what a pool of it runs flow runs with. */
interface WorkerType {
  readonly display_name: string;
  readonly description: string;
  readonly job: Job;
}

/** Packages of the Python client by the type of worker they have; pools of the first two Millrace's own worker serves too. */
const packages = { process: "prefect", docker: "prefect-docker", ...pythonPackages };

const kinds: Readonly<Record<keyof typeof packages, WorkerType>> = {
  process: {
    display_name: "Process",
    description: "Runs each flow run as a process beside the worker. The simplest way to start, and all a single machine needs.",
    job: processes,
  },
  docker: {
    display_name: "Docker",
    description: "Runs each flow run in a container of its own on the worker's Docker host.",
    job: docker,
  },
  kubernetes: {
    display_name: "Kubernetes",
    description: "Runs each flow run as a job of a Kubernetes cluster. Needs Python's worker and rights in the cluster.",
    job: kubernetes,
  },
  ecs: {
    display_name: "AWS Elastic Container Service",
    description: "Runs each flow run as a task of an ECS cluster, on Fargate or EC2. Needs Python's worker and an AWS account.",
    job: elasticContainerService,
  },
  "cloud-run": {
    display_name: "Google Cloud Run",
    description: "Runs each flow run as a job of Cloud Run. Needs Python's worker and a Google Cloud account.",
    job: cloudRun,
  },
  "cloud-run-v2": {
    display_name: "Google Cloud Run V2",
    description: "Runs each flow run as a job of Cloud Run, by its second API. Needs Python's worker and a Google Cloud account.",
    job: cloudRunV2,
  },
  "vertex-ai": {
    display_name: "Google Vertex AI",
    description: "Runs each flow run as a custom job of Vertex AI. Needs Python's worker and a Google Cloud account.",
    job: vertexAi,
  },
  "azure-container-instance": {
    display_name: "Azure Container Instances",
    description: "Runs each flow run in a container group of its own. Needs Python's worker and an Azure account.",
    job: azureContainerInstance,
  },
};

type Kind = keyof typeof kinds;

const describe = (type: Kind): JsonObject => {
  const { display_name, description, job } = kinds[type];
  return {
    type,
    display_name,
    description,
    install_command: `pip install ${packages[type]}`,
    is_beta: false,
    logo_url: null,
    documentation_url: null,
    default_base_job_configuration: templateOf(job),
  };
};

/** What a pool of processes or of containers begins with. */
export const jobTemplateOf = (type: "process" | "docker"): JsonObject => templateOf(kinds[type].job);

/** Kinds of worker by the package that brings them. */
export const workerTypes = (): JsonObject => {
  const types = Map.groupBy(Object.keys(kinds) as Kind[], (type) => packages[type]);
  return Object.fromEntries(Array.from(types, ([name, those]) => [name, Object.fromEntries(those.map((type) => [type, describe(type)]))]));
};
