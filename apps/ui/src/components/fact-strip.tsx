import type { ReactNode } from "react";
import classes from "./fact-strip.module.css";

interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

/** What matters most about one object, below its name. */
export const FactStrip = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className={classes.strip}>
    {facts.map(({ label, value }) => (
      <div key={label} className={classes.fact}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
