import type { ReactNode } from "react";

/** One column of a table of rows. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly render: (row: Row) => ReactNode;
  /** CSS width; the others share what is left. */
  readonly width?: string;
  readonly align?: "right";
  /** The server's names for the orders by this column, such as `NAME_ASC`. */
  readonly sort?: { readonly ascending?: string; readonly descending?: string };
  /** Hidden until somebody chooses it. */
  readonly isExtra?: boolean;
  /** On a phone rows become cards: their title, a line of their own, their corner (for a menu), or left out. A line unless given. */
  readonly onPhone?: "title" | "line" | "corner" | "hidden";
}
