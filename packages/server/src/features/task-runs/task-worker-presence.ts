import { addSeconds } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { SocketEnd } from "../../socket.ts";

/** Seconds between two notes that a connection is still there, and for how long one of them counts. */
const beatSeconds = 60;
const presentSeconds = 180;
/** Seconds a worker whose connection ended has to open another one. A silent one may be on a machine that stalls. */
const patience = { left: 10, lost: 60 };

export interface Presence {
  readonly end: (how: SocketEnd) => void;
}

/**
 * Lets all servers know that a task worker is connected, for as long as it is. When this server stops, the notes run out by
 * themselves: the worker connects to another one, or is gone too.
 */
export const openPresence = (ctx: Context, worker: string): Presence => {
  if (!ctx.settings.crashDetectionEnabled) return { end: () => undefined };
  const id = ctx.newId();
  let callOff = (): void => undefined;
  let written = Promise.resolve();
  const write = (seconds: number): Promise<void> =>
    ctx.transact(async (tx) => {
      const offline_after = addSeconds(ctx.clock.now(), seconds);
      await tx
        .insertInto("task_worker_connection")
        .values({ id, worker, offline_after })
        .onConflict((on) => on.column("id").doUpdateSet({ offline_after }))
        .execute();
      tx.afterCommit(() => ctx.alarm.ring("lost-contact"));
    });
  const note = (seconds: number): void => {
    written = written
      .then(() => write(seconds))
      .catch((error: unknown) => ctx.log.warn({ err: error }, "Whether a task worker is there could not be noted."));
  };
  const beat = (): void => {
    note(presentSeconds);
    callOff = ctx.clock.after(beatSeconds * 1000, beat);
  };
  beat();
  return {
    end: (how) => {
      callOff();
      if (how !== "here") note(patience[how]);
    },
  };
};
