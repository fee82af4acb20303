import { Worker } from "node:worker_threads";
import type { CreateClientOptions } from "@millrace/client";
import type { EventInput } from "@millrace/contract";
import type { World } from "./world.ts";

/**
 * Gives signs of life of runs in place of a main thread that computes and cannot. It is a thread of its own, which costs what a short
 * run should not pay: it starts once a run has lasted a second, when a timer or a task gives it the occasion.
 */
export interface StandIn {
  /** The main thread has told of a run by this event, and is to do so again. */
  readonly noteBeat: (runId: string, event: EventInput) => void;
  /** Whether it has told of a run whose beat the main thread would send this many seconds late. */
  readonly hasTold: (lateBy: number) => boolean;
  /** The run needs no more signs of life. */
  readonly forget: (runId: string) => void;
  /** An occasion to start. */
  readonly look: () => void;
}

/** What the thread is started with; it has no functions. */
export interface StandInData {
  readonly connection: Pick<CreateClientOptions, "url" | "auth" | "apiKey" | "csrf"> & {
    readonly headers: Readonly<Record<string, string>>;
  };
  /** Seconds between the main thread's beats. */
  readonly every: number;
}

/** What the thread is told. Without an event the run is to be forgotten. */
export interface StandInNews {
  readonly runId: string;
  readonly event: EventInput | undefined;
}

const startAfterSeconds = 1;
/** After how many intervals without a beat of the main thread the stand-in takes over. */
export const patience = 1.25;

export const createStandIn = (world: World, data: StandInData): StandIn => {
  const beats = new Map<string, EventInput>();
  let since = 0;
  let callOff = (): void => {};
  let thread: Worker | undefined;

  const tell = (news: StandInNews): void => thread?.postMessage(news);
  const look = (): void => {
    if (thread !== undefined || beats.size === 0 || world.nowMicros() - since < startAfterSeconds * 1e6) return;
    thread = new Worker(new URL("./stand-in-thread.ts", import.meta.url), { workerData: data });
    thread.unref();
    // Without it the run goes on, seen as alive as long as the main thread says so.
    thread.on("error", () => {
      thread = undefined;
    });
    for (const [runId, event] of beats) tell({ runId, event });
  };
  return {
    look,
    hasTold: (lateBy) => thread !== undefined && lateBy > (patience - 1) * data.every,
    noteBeat(runId, event) {
      if (beats.size === 0) {
        since = world.nowMicros();
        callOff = world.after(startAfterSeconds, look, { idle: true });
      }
      beats.set(runId, event);
      tell({ runId, event });
    },
    forget(runId) {
      beats.delete(runId);
      tell({ runId, event: undefined });
      if (beats.size > 0) return;
      callOff();
      void thread?.terminate();
      thread = undefined;
    },
  };
};
