/** Workers inside programs of one's own: `import { startWorker } from "millrace/worker"`. */
export { type RunningWorker, startWorker, WorkerError, type WorkerOptions } from "@millrace/worker";
