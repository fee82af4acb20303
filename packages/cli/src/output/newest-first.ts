import { compareInstants } from "@millrace/contract";

/** A copy of a list, what was created last at its head. */
export const newestFirst = <T extends { readonly created: string }>(list: readonly T[]): readonly T[] =>
  [...list].sort((one, other) => compareInstants(other.created, one.created));
