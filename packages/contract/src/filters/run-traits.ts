/** What pages filter flow runs by beyond the protocol, on routes of their own. */
import { Closed, Decimal, List, Nullable, Optional, type Parsed, type Static, Text, With } from "../schema.ts";
import { member } from "./members.ts";
import { runFilters } from "./related.ts";

const seconds = Optional(Nullable(Decimal));

export const RunTraits = Closed({
  /** Seconds a run has run, up to now where it runs. Runs that have not started have no duration. Both ends belong to the range. */
  duration: member(Closed({ ge_: seconds, le_: seconds })),
  /** All of these: the value at a path of keys is one of some texts; numbers, true and false are compared as they are written. */
  parameters: member(With(List(Closed({ path: With(List(Text), { minItems: 1, maxItems: 10 }), any_: List(Text) })), { maxItems: 10 })),
});
export type RunTraits = Parsed<typeof RunTraits>;
export type RunTraitsInput = Static<typeof RunTraits>;

/** The filters of lists in pages: those of the protocol, and what it cannot say. */
export const traitFilters = { ...runFilters, traits: member(RunTraits) } as const;
