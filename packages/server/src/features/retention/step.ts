import type { RetentionCounts } from "@millrace/contract";
import type { Context } from "../../context.ts";

/** What one step of a sweep deleted, and whether there is more of the kind. */
export interface Stepped {
  readonly deleted: Partial<RetentionCounts>;
  readonly more: boolean;
}

/** Deletes some rows of one kind, few enough that nobody waits for it. It remembers where it got to. */
export type Step = (ctx: Context) => Promise<Stepped>;
