import type { ReactNode } from "react";
import classes from "./key-values.module.css";

interface Entry {
  readonly label: string;
  /** Undefined leaves the entry out. */
  readonly value: ReactNode;
}

/** Facts about one object, label by label. */
export const KeyValues = ({ entries }: { readonly entries: readonly Entry[] }) => (
  <dl className={classes.list}>
    {entries
      .filter(({ value }) => value !== undefined)
      .map(({ label, value }) => (
        <div key={label} className={classes.entry}>
          <dt>{label}</dt>
          <dd>{value ?? "–"}</dd>
        </div>
      ))}
  </dl>
);
