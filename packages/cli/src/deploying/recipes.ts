/** Beginnings of a `prefect.yaml`, by where the code of runs is to come from (cli.md §5). */
import type { Json, JsonObject } from "@millrace/contract";

export interface Recipe {
  readonly does: string;
  /** What has to be told, and what it is. */
  readonly asks: Readonly<Record<string, string>>;
  readonly build: readonly JsonObject[] | null;
  readonly push: readonly JsonObject[] | null;
  readonly pull: readonly JsonObject[];
  readonly jobVariables: JsonObject;
}

const bucket = { bucket: "The bucket that holds the code." };
const image = { image_name: "Name of the image, its registry and repository included.", tag: "Tag of the image." };

const workingDirectory = (directory: string): JsonObject => ({ "prefect.deployments.steps.set_working_directory": { directory } });
const clone: JsonObject = {
  "prefect.deployments.steps.git_clone": { repository: "{{ repository }}", branch: "{{ branch }}", access_token: null },
};
const buildImage: JsonObject = {
  "prefect_docker.deployments.steps.build_docker_image": {
    id: "build_image",
    requires: "prefect-docker>=0.3.1",
    image_name: "{{ image_name }}",
    tag: "{{ tag }}",
    dockerfile: "{{ dockerfile }}",
  },
};
const pushImage: JsonObject = {
  "prefect_docker.deployments.steps.push_docker_image": {
    requires: "prefect-docker>=0.3.1",
    image_name: "{{ build_image.image_name }}",
    tag: "{{ build_image.tag }}",
  },
};

interface Store {
  readonly requires: string;
  readonly push: string;
  readonly pull: string;
  /** What its buckets are called. */
  readonly holder: "bucket" | "container";
}

const s3: Store = {
  requires: "prefect-aws>=0.3.4",
  push: "prefect_aws.deployments.steps.push_to_s3",
  pull: "prefect_aws.deployments.steps.pull_from_s3",
  holder: "bucket",
};
const gcs: Store = {
  requires: "prefect-gcp>=0.4.3",
  push: "prefect_gcp.deployments.steps.push_to_gcs",
  pull: "prefect_gcp.deployments.steps.pull_from_gcs",
  holder: "bucket",
};
const azure: Store = {
  requires: "prefect-azure[blob_storage]>=0.2.8",
  push: "prefect_azure.deployments.steps.push_to_azure_blob_storage",
  pull: "prefect_azure.deployments.steps.pull_from_azure_blob_storage",
  holder: "container",
};

const pushTo = ({ push, requires, holder }: Store): JsonObject => ({
  [push]: { id: "push_code", requires, [holder]: `{{ ${holder} }}`, folder: "{{ name }}" },
});
const pullFrom = ({ pull, requires, holder }: Store): JsonObject => ({
  [pull]: { id: "pull_code", requires, [holder]: `{{ push_code.${holder} }}`, folder: "{{ push_code.folder }}" },
});

const stored = (does: string, store: Store, asks: Recipe["asks"]): Recipe => ({
  does,
  asks,
  build: null,
  push: [pushTo(store)],
  pull: [pullFrom(store)],
  jobVariables: {},
});

/** The same with an image built for the runs. */
const imaged = (does: string, { asks, push, pull }: Pick<Recipe, "asks" | "push" | "pull">): Recipe => ({
  does,
  asks: { ...image, ...asks },
  build: [buildImage],
  push: [pushImage, ...(push ?? [])],
  pull,
  jobVariables: { image: "{{ build_image.image }}" },
});

const local: Recipe = {
  does: "Code in a folder of the worker's machine.",
  asks: {},
  build: null,
  push: null,
  pull: [workingDirectory("{{ directory }}")],
  jobVariables: {},
};
const git: Recipe = { ...local, does: "Code in a git repository.", pull: [clone] };
const inS3 = stored("Code in an S3 bucket.", s3, bucket);
const inGcs = stored("Code in a Google Cloud Storage bucket.", gcs, bucket);
const inAzure = stored("Code in an Azure Blob Storage container.", azure, { container: "The container that holds the code." });

export const recipes: ReadonlyMap<string, Recipe> = new Map([
  ["azure", inAzure],
  ["docker", imaged("Code in an image.", { asks: {}, push: null, pull: [workingDirectory("/opt/prefect/{{ name }}")] })],
  ["docker-azure", imaged("Code in an Azure Blob Storage container, runs in an image.", inAzure)],
  ["docker-gcs", imaged("Code in a Google Cloud Storage bucket, runs in an image.", inGcs)],
  ["docker-git", imaged("Code in a git repository, runs in an image.", git)],
  ["docker-s3", imaged("Code in an S3 bucket, runs in an image.", inS3)],
  ["gcs", inGcs],
  ["git", git],
  ["local", local],
  ["s3", inS3],
]);

/** A deployment with everything it may say, nothing of it said yet. */
export const emptyEntry = ({ jobVariables }: Recipe): Record<string, Json> => ({
  name: null,
  version: null,
  tags: [],
  description: null,
  schedule: {},
  flow_name: null,
  entrypoint: null,
  parameters: {},
  work_pool: { name: null, work_queue_name: null, job_variables: jobVariables },
});
