export { kindNames } from "./kinds/kinds.ts";
export { type RunningWorker, startWorker, type WorkerOptions } from "./start-worker.ts";
export { WorkerError } from "./worker-error.ts";
