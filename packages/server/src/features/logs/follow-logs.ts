import { firstIdFrom, type Log, type LogFilter } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { matchLog } from "./log-matcher.ts";
import { listLogsAfter } from "./queries.ts";

/** Between looks for what other processes wrote; what this process writes is seen at once. */
const lookAgainMillis = 1000;
/** How long a writer may take from making an id to its commit, together with what clocks may differ by. */
const patienceMillis = 3000;
/** Rows read at once, and how often in one look: a reader that is this far behind no longer waits for late writers. */
const page = 1000;
const pages = 10;

type Listener = (log: Log) => void;

/** Tells of logs that match, each once, from now on; where processes share a database, also of those that others stored. */
export const followLogs = (ctx: Context, filter: LogFilter, listener: Listener): (() => void) => {
  const matches = matchLog(filter);
  const hear = (tell: Listener) =>
    ctx.bus.logs.listen((logs) => {
      for (const log of logs) if (matches(log)) tell(log);
    });
  if (!ctx.db.isShared) return hear(listener);

  const told = new Set<string>();
  const tell = (log: Log): void => {
    if (told.has(log.id)) return;
    told.add(log.id);
    listener(log);
  };
  const deaf = hear(tell);
  const stopLooking = lookAgain(ctx, filter, { tell, forget: (before) => forgetBefore(told, before) });
  return () => {
    deaf();
    stopLooking();
  };
};

const forgetBefore = (told: Set<string>, id: string): void => {
  for (const each of told) if (each < id) told.delete(each);
};

interface Reader {
  tell(log: Log): void;
  /** Nothing before this id is read again. */
  forget(before: string): void;
}

const lookAgain = (ctx: Context, filter: LogFilter, { tell, forget }: Reader): (() => void) => {
  const now = (): number => ctx.clock.micros() / 1000;
  let from = firstIdFrom(now());
  let stopped = false;
  let callOff = (): void => undefined;

  const readOn = async (): Promise<void> => {
    const settled = firstIdFrom(now() - patienceMillis);
    let last = from;
    for (let read = 0; read < pages && !stopped; read++) {
      const logs = await listLogsAfter(ctx.read, filter, { id: last, limit: page });
      if (stopped) return;
      for (const log of logs) tell(log);
      last = logs.at(-1)?.id ?? last;
      if (logs.length === page) continue;
      from = settled > from ? settled : from;
      return forget(from);
    }
    from = last;
    forget(from);
  };
  const wait = (): void => {
    callOff = ctx.clock.after(lookAgainMillis, () => {
      readOn()
        .catch((error: unknown) => ctx.log.error({ err: error }, "Logs that other processes stored could not be read; trying again."))
        .finally(() => stopped || wait());
    });
  };
  wait();
  return () => {
    stopped = true;
    callOff();
  };
};
