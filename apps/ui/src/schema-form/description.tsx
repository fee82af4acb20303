import type { ReactNode } from "react";
import classes from "./schema-form.module.css";

/** What a schema says of a field, and below it what is used when it is left out. */
export const Description = ({ text, hint }: { readonly text?: string | undefined; readonly hint?: string | undefined }): ReactNode => (
  <>
    {text !== undefined && <span className={classes.docs}>{text}</span>}
    {hint !== undefined && <span className={classes.hint}>{hint}</span>}
  </>
);
