/** What it takes to store deployments of flows that are described in files, for the command line. */
export { parameterSchema } from "./definitions/parameter-schema.ts";
export { type DeploymentBody, storeDeployment } from "./deployments/store-deployment.ts";
export { replaceTriggers } from "./deployments/triggers.ts";
export { findCommit, printVersion, readVersionType } from "./deployments/version-info.ts";
export { loadFlow } from "./loading/load-flow.ts";
export { runCommand } from "./pulling/run-command.ts";
export { runSteps } from "./pulling/run-steps.ts";
export { fillPlaceholders } from "./templating/placeholders.ts";
export { MissingReference, resolveReferences } from "./templating/references.ts";
