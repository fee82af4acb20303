import { addSeconds, compareInstants, type NextWake, secondsBetween } from "@millrace/contract";
import type { Context } from "../context.ts";
import { findNextWake } from "../features/admin/next-wake.ts";

/** Seconds until it looks again while something is under way that ends without telling this process. */
const lookAgainSeconds = 15;

/** Waits until a server has had nothing to do for as long as the settings say, and has nothing to do for as long again. */
export const watchIdleness = (ctx: Context): { readonly idle: Promise<NextWake>; stop(): void } => {
  const { stopWhenIdle } = ctx.settings;
  const idle = Promise.withResolvers<NextWake>();
  let callOff = (): void => undefined;
  let stopped = stopWhenIdle === 0;
  const lookIn = (seconds: number): void => {
    if (!stopped) callOff = ctx.clock.after(Math.max(seconds, 0.1) * 1000, () => void look());
  };
  const look = async (): Promise<void> => {
    const since = ctx.activity.idleSince();
    const remaining = since === undefined ? stopWhenIdle : stopWhenIdle - secondsBetween(since, ctx.clock.now());
    if (remaining > 0) return lookIn(remaining);
    try {
      const wake = await findNextWake(ctx);
      if (isWorthStopping(ctx, wake) && !stopped) idle.resolve(wake);
      else lookIn(lookAgainSeconds);
    } catch (error) {
      ctx.log.error({ err: error }, "Whether there is nothing left to do could not be found out.");
      lookIn(lookAgainSeconds);
    }
  };
  lookIn(stopWhenIdle);
  return {
    idle: idle.promise,
    stop() {
      stopped = true;
      callOff();
    },
  };
};

/** Starting again takes a while, so that a server which is wanted soon had better stay. */
const isWorthStopping = ({ clock, settings }: Context, { is_busy, next_wake }: NextWake): boolean =>
  !is_busy && (next_wake === null || compareInstants(next_wake, addSeconds(clock.now(), settings.stopWhenIdle)) > 0);
