import { Button } from "@mantine/core";
import classes from "./dependencies.module.css";

interface Props {
  /** Boxes that there was no room for. */
  readonly hidden: number;
  readonly isFocused: boolean;
  readonly isExpanded: boolean;
  /** Undefined while nothing is chosen. */
  readonly onFocus: (() => void) | undefined;
  readonly onCollapse: () => void;
}

/** Says what the graph leaves out, and narrows it to what one run is about. */
export const FocusBar = ({ hidden, isFocused, isExpanded, onFocus, onCollapse }: Props) =>
  hidden > 0 || isExpanded || onFocus !== undefined ? (
    <div className={classes.bar}>
      {onFocus === undefined ? null : (
        <Button aria-pressed={isFocused} onClick={onFocus} size="compact-xs" variant={isFocused ? "light" : "default"}>
          Only what it depends on and what needs it
        </Button>
      )}
      {isExpanded ? (
        <Button onClick={onCollapse} size="compact-xs" variant="default">
          Put tasks together again
        </Button>
      ) : null}
      {hidden > 0 ? (
        <span role="status">{hidden.toLocaleString("en")} more boxes are left out: choose a run to see what is around it.</span>
      ) : null}
    </div>
  ) : null;
