/** How runs are found by a part of their names and by their tags, where only few have these: by an index of texts. */
import type { Expression, RawBuilder } from "kysely";
import type { Queries } from "./connection.ts";
import type { Condition } from "./filters/members.ts";

/** What is looked for in the names and tags of runs. All of it must hold. */
export interface Sought {
  /** Parts of the name, in any case. */
  readonly nameParts: readonly string[];
  /** Of each of these lists, one of the tags. */
  readonly tags: readonly (readonly string[])[];
  /** All runs that have it are counted, where a list ends when it has found enough of them. */
  readonly isCounted?: boolean;
}

/** That a run, by its id, may have what is sought: the runs' own columns say whether it has. */
export type MayHave = (id: Expression<unknown>) => Condition;

/** A table of all runs' `name` and `tags`, and of nothing else. */
export interface NarrowRuns {
  readonly table: RawBuilder<unknown>;
  /** What the index says of a name that has these parts, where few have; the name itself decides. */
  mayHold(db: Queries, parts: readonly string[], name: RawBuilder<unknown>): Promise<Condition | undefined>;
}

export interface RunTexts {
  /** The tables of the index, filled, and what keeps them true. */
  readonly statements: readonly string[];
  /**
   * The few runs that may have what is sought. Undefined where they are many, so that going along a list finds them
   * sooner, and where the index does not know, as of one or two letters.
   */
  findFew(db: Queries, sought: Sought): Promise<MayHave | undefined>;
  /** Where runs are counted by names and tags alone in less time than among the runs; undefined where nowhere is. */
  readonly narrow: NarrowRuns | undefined;
  /** Whether there are changes that have not been taken in; where writers take them in themselves, never. */
  isBehind(db: Queries): Promise<boolean>;
  /** Takes into the index what has changed of so many runs. Returns of how many it did. */
  takeIn(db: Queries, most: number): Promise<number>;
}

/** How many times as long as to pass over a run along a list it takes to look one up. */
const timesAsLong = 4;
const page = 200;

/** Whether to look up each of the runs found, and not to go along all runs until a page is full. */
export const areFew = (found: number, all: number, { isCounted = false }: Sought): boolean =>
  found * timesAsLong <= (isCounted ? all : (all / found) * page);

/** Letters of a tag that a table of tags keeps (Dialect.runTags): PostgreSQL's indexes hold no long ones. */
export const mostTagLetters = 255;

interface TextFilter {
  readonly operator: "and_" | "or_";
  readonly name?: { readonly like_?: string | null | undefined } | null | undefined;
  readonly tags?:
    | {
        readonly operator: "and_" | "or_";
        readonly all_?: readonly string[] | null | undefined;
        readonly any_?: readonly string[] | null | undefined;
      }
    | null
    | undefined;
}

/** Tags, and parts of a name, that are looked up; more would hardly make the runs that have them all fewer. */
const mostSought = 20;

/** What a filter of runs asks of their names and tags, as far as all of it must hold; undefined where that is nothing. */
export const soughtBy = (own: TextFilter | null | undefined): Pick<Sought, "nameParts" | "tags"> | undefined => {
  if (!own || own.operator === "or_") return undefined;
  const { all_, any_ } = own.tags?.operator === "or_" ? {} : (own.tags ?? {});
  const tags = [...(all_ ?? []).map((tag) => [tag]), ...(any_ ? [any_] : [])].filter((list) => list.length > 0);
  // What stands between wildcards, or signs that may take away the meaning of one.
  const nameParts = (own.name?.like_ ?? "").split(/[%_\\]/).filter((part) => part !== "");
  if (nameParts.length + tags.length === 0) return undefined;
  return { nameParts: nameParts.slice(0, mostSought), tags: tags.slice(0, mostSought) };
};
