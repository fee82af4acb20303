import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Deployment, JsonObject } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import type { FlowDefinition } from "../definitions/flow-options.ts";
import { loadFlow } from "../loading/load-flow.ts";
import { runSteps } from "../pulling/run-steps.ts";
import { withSession } from "../session/current-session.ts";
import { type DeployOptions, deploy } from "./deploy.ts";
import { type DeploymentOptions, type DeploymentPlan, planDeployment } from "./plan-deployment.ts";

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

/** A flow whose runs fetch its code from a source. */
export interface SourcedFlow {
  readonly name: string;
  readonly toDeployment: (options: DeploymentOptions) => DeploymentPlan;
  readonly deploy: (options: DeploymentOptions & DeployOptions) => Promise<Deployment | undefined>;
}

const isRepository = (source: string): boolean => /^(?:git@|(?:git|ssh|https?):\/\/)|\.git$/.test(source);

const stepOf = (source: string | GitSource): JsonObject => {
  if (typeof source === "string" && !isRepository(source)) {
    return { "prefect.deployments.steps.set_working_directory": { directory: resolve(whereWeAre().cwd, source) } };
  }
  const given: GitSource = typeof source === "string" ? { repository: source } : source;
  const inputs = {
    repository: given.repository,
    branch: given.branch,
    commit_sha: given.commit,
    include_submodules: given.includeSubmodules,
    access_token: given.accessToken,
    credentials: given.credentials,
  };
  const said = Object.entries(inputs).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return { "prefect.deployments.steps.git_clone": Object.fromEntries(said) };
};

/** Fetches the code once, as a run will, to read the flow. */
const loadFrom = (steps: readonly JsonObject[], entrypoint: string): Promise<FlowDefinition> =>
  withSession(async ({ client, print }) => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-source-"));
    try {
      const options = { client, steps, what: "the pull step", deployment: entrypoint, cwd: folder, env: whereWeAre().env, log: print };
      const { directory } = await runSteps(options);
      return await loadFlow(entrypoint, directory);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

/**
 * A flow in a git repository or a folder, to be deployed with its code fetched from there:
 * `await (await fromSource("https://github.com/acme/flows.git", "flows.ts:crawl")).deploy({ name: "prod", workPool: "here" })`.
 * Throws a `LoadError` when the code cannot be fetched or has no such flow.
 */
export const fromSource = async (source: string | GitSource, entrypoint: string): Promise<SourcedFlow> => {
  const steps = [stepOf(source)];
  const definition = await loadFrom(steps, entrypoint);
  const toDeployment = (options: DeploymentOptions): DeploymentPlan => planDeployment(definition, { entrypoint, ...options }, steps);
  return {
    name: definition.name,
    toDeployment,
    deploy: async (options) => (await deploy(toDeployment(options), options))[0],
  };
};
