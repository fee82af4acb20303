import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Deployment, Json, JsonObject } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { aFlag, aText, checkOptions, type TakesOf } from "../definitions/check-options.ts";
import type { FlowDefinition } from "../definitions/flow-options.ts";
import { UsageError } from "../errors.ts";
import { loadFlow } from "../loading/load-flow.ts";
import { runSteps } from "../pulling/run-steps.ts";
import { withSession } from "../session/current-session.ts";
import { type DeployOptions, deployFlow } from "./deploy.ts";
import { type CodeSource, type DeploymentOptions, type DeploymentPlan, planDeployment } from "./plan-deployment.ts";
import { findCommit } from "./version-info.ts";

/** A git repository. What it takes to read a private one may be a reference, such as `{{ prefect.blocks.secret.token }}`. */
export interface GitSource {
  readonly repository: string;
  readonly branch?: string | undefined;
  readonly commit?: string | undefined;
  readonly includeSubmodules?: boolean | undefined;
  readonly accessToken?: string | undefined;
  /** Reference to a block with credentials. */
  readonly credentials?: string | undefined;
}

/** A folder of a bucket that speaks S3. Without credentials those of the environment or the machine are used. */
export interface S3Source {
  readonly bucket: string;
  readonly folder: string;
  /** Reference to a block with credentials, such as `{{ prefect.blocks.aws-credentials.prod }}`. */
  readonly credentials?: string | undefined;
  /** Address of a store that is not AWS's own. */
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
}

const gitTakes: TakesOf<GitSource> = {
  repository: aText,
  branch: aText,
  commit: aText,
  includeSubmodules: aFlag,
  accessToken: aText,
  credentials: aText,
};
const s3Takes: TakesOf<S3Source> = { bucket: aText, folder: aText, credentials: aText, endpoint: aText, region: aText };

/** A flow whose runs fetch its code from a source. */
export interface SourcedFlow {
  readonly name: string;
  readonly toDeployment: (options: DeploymentOptions) => DeploymentPlan;
  readonly deploy: (options: DeploymentOptions & DeployOptions) => Promise<Deployment | undefined>;
}

const isRepository = (source: string): boolean => /^(?:git@|(?:git|ssh|https?):\/\/)|\.git$/.test(source);

const keepSaid = (inputs: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(inputs).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

const pullFromS3 = ({ bucket, folder, credentials, endpoint, region }: S3Source): JsonObject => {
  const parameters = keepSaid({ endpoint_url: endpoint, region_name: region });
  const client_parameters = Object.keys(parameters).length === 0 ? undefined : parameters;
  return { "prefect_aws.deployments.steps.pull_from_s3": keepSaid({ bucket, folder, credentials, client_parameters }) };
};

const stepOf = (source: string | GitSource | S3Source): JsonObject => {
  const [, bucket, folder] = (typeof source === "string" && /^s3:\/\/([^/]+)\/+(.+?)\/*$/.exec(source)) || [];
  if (bucket !== undefined && folder !== undefined) return pullFromS3({ bucket, folder });
  if (typeof source !== "string" && "bucket" in source) return pullFromS3(source);
  if (typeof source === "string" && /^\w+:\/\//.test(source) && !isRepository(source) && !source.startsWith("file:")) {
    throw new UsageError(`Code is not fetched from ${source}. Sources are git repositories, s3://bucket/folder and folders.`);
  }
  if (typeof source === "string" && !isRepository(source)) {
    const directory = source.startsWith("file://") ? fileURLToPath(source) : resolve(whereWeAre().cwd, source);
    return { "prefect.deployments.steps.set_working_directory": { directory } };
  }
  const given: GitSource = typeof source === "string" ? { repository: source } : source;
  const inputs = keepSaid({
    repository: given.repository,
    branch: given.branch,
    commit_sha: given.commit,
    include_submodules: given.includeSubmodules,
    access_token: given.accessToken,
    credentials: given.credentials,
  });
  return { "prefect.deployments.steps.git_clone": inputs };
};

/** Fetches the code once, as a run will, to read the flow. */
const loadFrom = (
  steps: readonly JsonObject[],
  entrypoint: string,
): Promise<{ readonly definition: FlowDefinition; readonly source: CodeSource }> =>
  withSession(async ({ client, print }) => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-source-"));
    try {
      const options = { client, steps, what: "the pull step", deployment: entrypoint, cwd: folder, env: whereWeAre().env, log: print };
      const { directory } = await runSteps(options);
      const definition = await loadFlow(entrypoint, directory);
      // Not by the service this program is built by, which knows of this program's commit alone.
      const commit = await findCommit({ type: "vcs:git", cwd: directory, env: options.env });
      return { definition, source: { steps, commit } };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

/**
 * A flow in a git repository, a bucket or a folder, to be deployed with its code fetched from there:
 * `await (await fromSource("https://github.com/acme/flows.git", "flows.ts:crawl")).deploy({ name: "prod", workPool: "here" })`.
 * Throws a `LoadError` when the code cannot be fetched or has no such flow.
 */
export const fromSource = async (source: string | GitSource | S3Source, entrypoint: string): Promise<SourcedFlow> => {
  // Python's call, written in a file that nobody checks the types of.
  if (typeof entrypoint !== "string") {
    throw new UsageError('fromSource takes where the code is, then the flow: fromSource({ repository: "…" }, "flows.ts:crawl").');
  }
  if (typeof source !== "string") checkOptions("fromSource", source, "bucket" in source ? s3Takes : gitTakes);
  const steps = [stepOf(source)];
  const { definition, source: code } = await loadFrom(steps, entrypoint);
  return {
    name: definition.name,
    toDeployment: (options) => planDeployment(definition, { entrypoint, ...options }, code),
    deploy: (options) => deployFlow(definition, { entrypoint, ...options }, code),
  };
};
