/** What has changed that a background service may be waiting for. */
export const causes = [
  "schedules",
  "due-runs",
  "pauses",
  "cancellations",
  "heartbeats",
  "readiness",
  "lost-contact",
  "schedule-policies",
  "backfills",
  "bulk-jobs",
  "retention",
] as const;
export type Cause = (typeof causes)[number];

/** Lets operations wake services at once, so that nothing has to be polled for. */
export interface Alarm {
  ring(cause: Cause): void;
  /** Calls `listener` at every ring; returns how to stop listening. */
  listen(cause: Cause, listener: () => void): () => void;
}

export const createAlarm = (): Alarm => {
  const listeners = new Map<Cause, Set<() => void>>();
  return {
    ring(cause) {
      for (const listener of listeners.get(cause) ?? []) listener();
    },
    listen(cause, listener) {
      const heard = listeners.get(cause) ?? new Set();
      listeners.set(cause, heard.add(listener));
      return () => void heard.delete(listener);
    },
  };
};
