import type { Context } from "../context.ts";
import type { Cause } from "./alarm.ts";

/** A background deed that is done again and again. It may run at any time, also twice at once on two servers. */
export interface Service {
  readonly name: string;
  readonly doc: string;
  /** Seconds between runs that nothing else asked for: the safety net. */
  readonly sweepSeconds: number;
  /** What makes it run at once. */
  readonly wakeOn?: readonly Cause[];
  /** The next moment it has something to do, if it can tell; it then runs exactly there. */
  nextDue?(ctx: Context): Promise<string | undefined>;
  /** Does what is due. `more` asks to be run again right away. */
  runOnce(ctx: Context): Promise<{ readonly more: boolean }>;
}
