import { parseQuery, printQuery, type Term } from "../../query/terms.ts";

interface Value {
  readonly field: string;
  readonly value: string;
  readonly isNegated?: boolean;
}

const isOf = (term: Term, { field, isNegated = false }: Value): boolean => term.field === field && term.isNegated === isNegated;

/** Whether a query wants this value. */
export const hasValue = (query: string, wanted: Value): boolean =>
  parseQuery(query).some((term) => isOf(term, wanted) && term.values.some((value) => value.toLowerCase() === wanted.value.toLowerCase()));

/** Tags are wanted together, each in a term of its own; of everything else one of several values will do. */
const areTogether = ({ field }: Value): boolean => field === "tag" || field === "is";

/** The query with this value in it, or without it when it was there. */
export const toggleValue = (query: string, wanted: Value): string => {
  const terms = parseQuery(query);
  const isSame = (value: string): boolean => value.toLowerCase() === wanted.value.toLowerCase();
  if (hasValue(query, wanted)) {
    const rest = terms.map((term) => (isOf(term, wanted) ? { ...term, values: term.values.filter((value) => !isSame(value)) } : term));
    return printQuery(rest.filter(({ values }) => values.length > 0));
  }
  const at = areTogether(wanted) ? -1 : terms.findIndex((term) => isOf(term, wanted));
  const added: Term = { field: wanted.field, values: [wanted.value], isNegated: wanted.isNegated ?? false };
  return printQuery(
    at === -1 ? [...terms, added] : terms.map((term, index) => (index === at ? { ...term, values: [...term.values, wanted.value] } : term)),
  );
};
