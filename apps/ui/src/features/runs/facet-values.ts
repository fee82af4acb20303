import type { Facet, FacetValue, StateType } from "@millrace/contract";
import { stateLabel } from "../../components/state-looks.ts";
import type { Facets } from "./use-facets.ts";

/** One line of a facet: what it is called, how many runs have it, and the term that finds them. */
export interface FacetLine {
  readonly label: string;
  readonly count: number;
  readonly state?: { readonly type: StateType; readonly name: string };
  /** Below the line before it, as a part of it. */
  readonly isPart?: boolean;
  /** Undefined where the server cannot find them. */
  readonly term?: { readonly field: string; readonly value: string; readonly isNegated?: boolean };
}

export interface FacetGroup {
  readonly name: string;
  readonly lines: readonly FacetLine[];
  /** What the counts leave out. */
  readonly note: string | undefined;
}

/** Types with all their runs, and below them the names that are not just the type's. */
const stateLines = (values: readonly FacetValue[]): readonly FacetLine[] => {
  const types = Map.groupBy(
    values.flatMap((value) => (value.state_type === null ? [] : [{ ...value, type: value.state_type }])),
    ({ type }) => type,
  );
  return [...types].flatMap(([type, named]): FacetLine[] => {
    const label = stateLabel(type);
    const count = named.reduce((sum, value) => sum + value.count, 0);
    const special = named.flatMap(({ name, count: of }) => (name === null || name === label ? [] : [{ name, of }]));
    return [
      { label, count, state: { type, name: label }, term: { field: "state", value: type.toLowerCase() } },
      ...special.map(
        ({ name, of }): FacetLine => ({
          label: name,
          count: of,
          state: { type, name },
          isPart: true,
          term: { field: "state", value: name },
        }),
      ),
    ];
  });
};

/** By name, the most frequent first; those that share a name are found together. */
const namedLines = (field: string, values: readonly FacetValue[], none?: FacetLine["term"]): readonly FacetLine[] =>
  [...Map.groupBy(values, ({ name }) => name)]
    .map(([name, same]): FacetLine => {
      const count = same.reduce((sum, value) => sum + value.count, 0);
      if (name === null) return { label: "None", count, ...(none === undefined ? {} : { term: none }) };
      return { label: name, count, term: { field, value: name } };
    })
    .toSorted((one, other) => other.count - one.count);

const group = (
  name: string,
  facet: Facet | undefined,
  lines: (values: readonly FacetValue[]) => readonly FacetLine[],
): readonly FacetGroup[] => {
  if (facet === undefined || facet.values.length === 0) return [];
  const note = facet.is_sampled ? "Counted among the newest runs" : facet.is_truncated ? "The most frequent ones" : undefined;
  return [{ name, lines: lines(facet.values), note }];
};

/** The facets of a list as lines to show. Without any run in a group it is left out. */
export const facetGroups = ({ states, flows, deployments, work_pools, tags }: Facets): readonly FacetGroup[] => [
  ...group("State", states, stateLines),
  ...group("Flow", flows, (values) => namedLines("flow", values)),
  ...group("Deployment", deployments, (values) => namedLines("deployment", values, { field: "is", value: "deployed", isNegated: true })),
  ...group("Work pool", work_pools, (values) => namedLines("pool", values)),
  ...group("Tag", tags, (values) => {
    const tagged = values.filter(({ name }) => name !== null);
    return namedLines("tag", tagged);
  }),
];
