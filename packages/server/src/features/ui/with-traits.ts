import type { RunTraits } from "@millrace/contract";
import type { Context } from "../../context.ts";

interface Given {
  readonly traits?: RunTraits | null | undefined;
}

/** A body's filters for runs as they are now. */
export const withTraits = <B extends Given>({ clock }: Context, { traits, ...others }: B) => ({
  ...others,
  traits: traits ? { ...traits, now: clock.now() } : undefined,
});
