import type { ReactNode } from "react";
import classes from "./page-body.module.css";

/** What is below the head of a page that has no tabs: its parts, one under the other. */
export const PageBody = ({ children }: { readonly children: ReactNode }) => <div className={classes.body}>{children}</div>;
