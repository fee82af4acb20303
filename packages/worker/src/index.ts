export { settingsAsEnv } from "./jobs/settings-env.ts";
export { kindNames } from "./kinds/kinds.ts";
export { findPython } from "./kinds/process/find-python.ts";
export { type RunningWorker, startWorker, type WorkerOptions } from "./start-worker.ts";
export { WorkerError } from "./worker-error.ts";
