import { Skeleton, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { StateIcon } from "../../components/state-badge.tsx";
import { type FacetGroup, type FacetLine, facetGroups } from "./facet-values.ts";
import classes from "./runs.module.css";
import { hasValue, toggleValue } from "./toggle-term.ts";
import type { Facets } from "./use-facets.ts";

interface Filtering {
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

const Line = ({ line: { label, count, state, isPart = false, term }, query, onQuery }: Filtering & { readonly line: FacetLine }) => {
  const content = (
    <>
      <span className={classes.facetLabel} title={label}>
        {state !== undefined && <StateIcon type={state.type} name={state.name} size={14} />}
        <span>{label}</span>
      </span>
      <span className={classes.facetCount}>{count.toLocaleString("en")}</span>
    </>
  );
  if (term === undefined) return <span className={classes.facetLine}>{content}</span>;
  return (
    <UnstyledButton
      className={classes.facetLine}
      data-part={isPart || undefined}
      aria-pressed={hasValue(query, term)}
      onClick={() => onQuery(toggleValue(query, term))}
    >
      {content}
    </UnstyledButton>
  );
};

const few = 8;

const Group = ({ group: { name, lines, note }, ...filtering }: Filtering & { readonly group: FacetGroup }) => {
  const [isWhole, setWhole] = useState(false);
  return (
    <section className={classes.facet} aria-label={`Runs by ${name.toLowerCase()}`}>
      <h2 className={classes.facetName}>{name}</h2>
      <ul>
        {lines.slice(0, isWhole ? lines.length : few).map((line) => (
          <li key={`${line.label} ${line.term?.value}`}>
            <Line line={line} {...filtering} />
          </li>
        ))}
      </ul>
      {lines.length > few && (
        <UnstyledButton className={classes.facetMore} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Fewer" : `${lines.length - few} more`}
        </UnstyledButton>
      )}
      {note !== undefined && <p className={classes.facetNote}>{note}</p>}
    </section>
  );
};

/** How the runs of the list spread over what they have in common; each line narrows the list down, and frees it again. */
export const FacetsPanel = ({ facets, ...filtering }: Filtering & { readonly facets: Facets | undefined }) => (
  <div className={classes.facets}>
    {facets === undefined ? (
      <Skeleton h={220} />
    ) : (
      facetGroups(facets).map((group) => <Group key={group.name} group={group} {...filtering} />)
    )}
  </div>
);
