import { ActionIcon } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./filterable.module.css";

interface Props {
  readonly field: string;
  readonly value: string | null | undefined;
  readonly onPick: ((field: string, value: string) => void) | undefined;
  readonly children: ReactNode;
}

/** A cell that the list can be filtered by; people without a pointer do so in the facets. */
export const Filterable = ({ field, value, onPick, children }: Props) => (
  <span className={classes.filterable}>
    {children}
    {onPick !== undefined && value !== null && value !== undefined && (
      <ActionIcon
        size={18}
        tabIndex={-1}
        className={classes.filterIcon ?? ""}
        aria-label={`Only ${field} ${value}`}
        onClick={() => onPick(field, value)}
      >
        <IconFilter size={12} />
      </ActionIcon>
    )}
  </span>
);
