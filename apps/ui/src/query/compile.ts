import { printTerm, type Term } from "./terms.ts";

/** A term that the server cannot answer, and why: it is shown crossed out, and filters nothing. */
export interface Refusal {
  readonly term: string;
  readonly reason: string;
}

/** What is suggested while a query is typed. */
interface FieldHint {
  /** What the field filters by. */
  readonly hint: string;
  /** Values worth suggesting. */
  readonly values?: readonly string[];
}

export type FieldHints = Readonly<Record<string, FieldHint>>;

/** How a field of the query language becomes a part of filters. `F` is the set of filters of one route. */
interface QueryField<F> extends FieldHint {
  /** The filters with this term, or why there is no such filter. `now` in milliseconds since 1970. */
  readonly apply: (filters: F, term: Term, now: number) => F | string;
}

export type QueryFields<F> = Readonly<Record<string, QueryField<F>>>;

export interface Compiled<F> {
  readonly filters: F;
  readonly refusals: readonly Refusal[];
}

const fieldOf = <F>(fields: QueryFields<F>, name: string): QueryField<F> | undefined => fields[name.startsWith("param.") ? "param" : name];

/** Filters of the server that mean what a query says, as far as they can. */
export const compileQuery = <F>(
  terms: readonly Term[],
  { fields, empty, now }: { readonly fields: QueryFields<F>; readonly empty: F; readonly now: number },
): Compiled<F> => {
  const refusals: Refusal[] = [];
  let filters = empty;
  for (const term of terms) {
    const field = fieldOf(fields, term.field);
    const result =
      field === undefined
        ? `There is no field "${term.field}".`
        : term.values.length === 0
          ? "A value is missing."
          : field.apply(filters, term, now);
    if (typeof result === "string") refusals.push({ term: printTerm(term), reason: result });
    else filters = result;
  }
  return { filters, refusals };
};
