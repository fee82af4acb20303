import type { ReactNode } from "react";
import { Markdown } from "../components/markdown.tsx";
import classes from "./schema-form.module.css";

/** What makes a text more than a few plain sentences; most are, and need no renderer. */
const markup = /[*_`[#|]|\n\s*(?:[-+]|\d+\.)\s/;

/** What a schema says of a field, and below it what is used when it is left out. */
export const Description = ({ text, hint }: { readonly text?: string | undefined; readonly hint?: string | undefined }): ReactNode => (
  <>
    {text !== undefined && <div className={classes.docs}>{markup.test(text) ? <Markdown text={text} /> : text}</div>}
    {hint !== undefined && <div className={classes.hint}>{hint}</div>}
  </>
);
