/** A worker cannot start or go on; the message is for people. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
}
