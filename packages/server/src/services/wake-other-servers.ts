import type { Context } from "../context.ts";
import { type Cause, causes } from "./alarm.ts";

/** Milliseconds between two messages: under load much happens, and services look for all of it at once. */
const restMillis = 100;

type Given = Pick<Context, "alarm" | "clock" | "db" | "log">;

/** Lets other servers of the database see at once to what happens here, where no services run. */
export const tellServices = ({ alarm, clock, db, log }: Given): void => {
  const { messages } = db;
  if (messages === undefined) return;
  const rung = new Set<Cause>();
  let isResting = false;
  const tell = (): void => {
    isResting = rung.size > 0;
    if (!isResting) return;
    const text = [...rung].join(" ");
    rung.clear();
    clock.after(restMillis, tell);
    messages.tell(text).catch((error: unknown) => log.debug({ err: error }, "Other servers will see by themselves what has changed."));
  };
  for (const cause of causes) {
    alarm.listen(cause, () => {
      rung.add(cause);
      if (isResting) return;
      isResting = true;
      clock.soon(tell);
    });
  }
};

/** Wakes the services here for what happens on servers that have none; returns how to stop. */
export const hearServers = ({ alarm, db }: Pick<Context, "alarm" | "db">): (() => void) =>
  db.messages?.listen((text) => {
    const told = text.split(" ");
    for (const cause of causes) if (told.includes(cause)) alarm.ring(cause);
  }) ?? (() => undefined);
