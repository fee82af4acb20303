import { Event } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { CreateEndpoint } from "../../socket.ts";
import { deepest } from "../../wire/json-text.ts";
import { parseFrame } from "../../wire/parse-frame.ts";
import { tryRead } from "../../wire/read.ts";
import { findEventProblem } from "./check-event.ts";
import { noteDisconnected } from "./disconnects.ts";
import { createIntake } from "./intake.ts";
import { isTooLarge } from "./operations.ts";
import { storableEvent } from "./storable.ts";
import { heartbeatOf } from "./task-run-event.ts";

/** Seconds a stopping server spends on writing what it took. */
const stopSeconds = 5;

/**
 * `/events/in`: each frame is an event, nothing is ever answered (events.md §3.2). A pong means that what was sent before
 * its ping is durable. A frame that is no event is left out and named in the log; closing the socket would only make the
 * client send it again.
 */
export const eventsIn: CreateEndpoint = (ctx) => {
  const intake = createIntake(ctx);
  return {
    open(socket) {
      let paused = false;
      /** The runs whose signs of life came over this socket. */
      const alive = new Set<string>();
      const disconnect = async (): Promise<void> => {
        await intake.settled();
        await noteDisconnected(ctx, [...alive]);
      };
      const wait = async (): Promise<void> => {
        paused = true;
        socket.pause();
        await intake.room();
        paused = false;
        socket.resume();
      };
      return {
        receive(text) {
          const read = readEvent(ctx, text);
          if (read === undefined) return;
          intake.add(read.event, read.bytes);
          const beating = heartbeatOf(read.event);
          if (beating !== undefined) alive.add(beating);
          if (intake.isFull && !paused) void wait();
        },
        answerPing: () => intake.settled(),
        end(how) {
          if (how === "here" || alive.size === 0) return;
          disconnect().catch((error: unknown) => ctx.log.warn({ err: error }, "That runs let go of their connection could not be noted."));
        },
      };
    },
    // Unconfirmed events are sent again, so a database that is gone must not keep the server from stopping.
    stop: () => Promise.race([intake.settled(), new Promise<void>((resolve) => ctx.clock.after(stopSeconds * 1000, resolve))]),
  };
};

const readEvent = (ctx: Context, text: string): { event: Event; bytes: number } | undefined => {
  const json = parseFrame(text);
  const read = json === undefined ? { problem: `it is no JSON, or nested more than ${deepest} deep` } : tryRead(Event, json);
  const problem = "problem" in read ? read.problem : findEventProblem(read.value, ctx.settings)?.message;
  if ("problem" in read || problem !== undefined) {
    ctx.log.warn({ length: text.length }, `A frame on /events/in was left out: ${problem}.`);
    return undefined;
  }
  // Characters stand for bytes until they are close enough to the limit to be counted.
  const bytes = text.length * 4 > ctx.settings.eventsMaxSize ? Buffer.byteLength(text) : text.length;
  return isTooLarge(ctx, read.value, bytes) ? undefined : { event: storableEvent(read.value, text), bytes };
};
